import CoinbaseVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

@Suite("Coinbase recordings", .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct CoinbaseRecordingTests {
    /// A recording and what of it cannot be read.
    struct Recording: Sendable, CustomStringConvertible {
        let name: String
        /// Lines that no decoder can read, with the reason.
        var explained: [Int: String] = [:]

        var description: String { name }
    }

    static let cryptofeed = "coinbase/bmoscon+cryptofeed/"
    static let international = "Coinbase International is another venue"

    static let recordings: [Recording] = [
        Recording(name: cryptofeed + "COINBASE.v3"),
        Recording(name: cryptofeed + "COINBASE.ws.28.0.974302da"),
        Recording(name: cryptofeed + "COINBASE.0.92e91137"),
        Recording(name: cryptofeed + "COINBASE.0.a3095a0d"),
        Recording(name: "coinbase/timothyyu+gdax-orderbook-ml/raw_mongo_input_a"),
        Recording(name: "coinbase/tardis-dev+tardis-node/coinbase"),
        Recording(
            name: "coinbase/tardis-dev+tardis-node/coinbase-international",
            explained: Dictionary(uniqueKeysWithValues: (1...6).map { ($0, international) })),
        Recording(
            name: "coinbase/crypto-crawler+crypto-msg-parser/coinbase_pro",
            explained: [6: "a REST body without its request"]),
        Recording(
            name: "coinbase/barter-rs+barter-rs/barter_tests",
            explained: [3: "a message of an unknown type, made for a test"]),
        Recording(
            name: "coinbase/rsitech-ai+cryptofeed-rs/cryptofeed_rs_tests",
            explained: [
                1: "a REST body without its request", 2: "the same", 11: "the same", 20: "the same",
                12: international, 28: "what a client sends",
            ].merging([13].map { ($0, international) } + (37...49).map { ($0, international) }) { first, _ in first }),
    ]

    @Test("every frame is understood, and becomes as many events as it says", arguments: recordings)
    func everyFrame(recording: Recording) throws {
        let frames = try RecordedFrame.all(recording.name)
        let check = RecordingCheck(frames, venue: Coinbase(), product: .spot)
        #expect(Set(check.errors.keys) == Set(recording.explained.keys), "\(check.errors)")
        let readable = frames.filter { recording.explained[$0.line] == nil }
        func count(_ texts: String...) -> Int {
            texts.reduce(0) { $0 + RecordedFrame.count(readable, of: $1) }
        }
        let isAdvanced = count("\"sequence_num\":") > 0 && count("\"type\":\"match\"") == 0
        if isAdvanced {
            #expect(check.events[.trade, default: 0] == count("\"trade_id\":"))
            #expect(check.events[.book, default: 0] == count("\"channel\":\"l2_data\""))
        } else if count("\"sequence_num\":") == 0 {
            #expect(check.events[.trade, default: 0] == count("\"type\":\"match\"", "\"type\":\"last_match\""))
            #expect(check.events[.book, default: 0] == count("\"type\":\"l2update\"", "\"type\":\"snapshot\""))
        }
        #expect(check.outcomes[.ignored, default: 0] == count("\"channel\":\"candles\""))
        #expect(check.events[.gap] == nil || recording.name.contains("rsitech"))
    }

    @Test("on Advanced Trade the side of a trade is the maker's: it trades where that side of the book stands")
    func makersSide() throws {
        // The statement that the aggressor is the other side rests on this, as the feed's documentation does not say it.
        var pipe = DecodingPipe(venue: Coinbase(), product: .spot)
        var quotes: [String: Quote] = [:]
        var atBid = 0
        var atAsk = 0
        var against = 0
        for frame in try RecordedFrame.all(Self.cryptofeed + "COINBASE.v3") {
            _ = try pipe.decode(frame.bytes, context: frame.context)
            for index in 0..<pipe.batch.trades.count {
                let trade = pipe.batch.trades[index]
                let symbol = pipe.batch.symbols[trade.header.symbol].symbol
                guard let quote = quotes[symbol], let bid = quote.bid, let ask = quote.ask else { continue }
                switch (trade.price == bid.price, trade.price == ask.price, trade.aggressorSide) {
                case (true, false, .sell): atBid += 1
                case (false, true, .buy): atAsk += 1
                case (true, false, _), (false, true, _): against += 1
                default: break
                }
            }
            for index in 0..<pipe.batch.quotes.count {
                let quote = pipe.batch.quotes[index]
                quotes[pipe.batch.symbols[quote.header.symbol].symbol] = quote
            }
        }
        #expect(atBid > 5 && atAsk > 5)
        #expect(against * 10 < atBid + atAsk, "\(against) against \(atBid + atAsk)")
    }
}
