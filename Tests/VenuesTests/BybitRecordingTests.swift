import BybitVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

@Suite("Bybit recordings", .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct BybitRecordingTests {
    /// A recording and what of it cannot be read.
    struct Recording: Sendable, CustomStringConvertible {
        let name: String
        let product: Product
        /// Lines that no decoder can read, with the reason.
        var explained: [Int: String] = [:]

        var description: String { name }
    }

    static let cryptofeed = "bybit/bmoscon+cryptofeed/"

    static let recordings: [Recording] = [
        Recording(name: cryptofeed + "BYBIT.v3.linear", product: .linear),
        Recording(name: cryptofeed + "BYBIT.v3.rest_instruments", product: .linear),
        Recording(
            name: cryptofeed + "BYBIT.0.9a1c10c1", product: .linear,
            explained: [1: "the list of instruments before v5, which is not asked for"]),
        Recording(name: cryptofeed + "BYBIT.ws.1.0.cfcfe682", product: .spot),
        Recording(name: cryptofeed + "BYBIT.ws.2.0.0f79187c", product: .spot),
        Recording(name: cryptofeed + "BYBIT.ws.25.0.c753de37", product: .linear),
        Recording(name: cryptofeed + "BYBIT.ws.26.0.01e6b083", product: .inverse),
        Recording(name: "bybit/bybit-exchange+docs/docs_v5_ws_public", product: .linear),
        Recording(name: "bybit/thrasher-corp+gocryptotrader/bybit_ws", product: .linear),
        Recording(
            name: "bybit/barter-rs+barter-rs/barter_tests", product: .linear,
            explained: [
                1: "a piece of a frame", 5: "a piece of a frame", 6: "a piece of a frame", 7: "a piece of a frame",
                9: "a frame without a topic, made for a test",
            ]),
        Recording(
            name: "bybit/rsitech-ai+cryptofeed-rs/cryptofeed_rs_tests", product: .linear,
            explained: [
                1: "a REST body without its request", 2: "the same", 8: "the same",
                3: "a frame without data, made for a test", 4: "the same",
            ]),
    ]

    @Test("every frame is understood, and becomes as many events as it says", arguments: recordings)
    func everyFrame(recording: Recording) throws {
        let frames = try RecordedFrame.all(recording.name)
        let check = RecordingCheck(frames, venue: Bybit(), product: recording.product)
        #expect(Set(check.errors.keys) == Set(recording.explained.keys), "\(check.errors)")
        let readable = frames.filter { recording.explained[$0.line] == nil }
        func count(_ text: String) -> Int { RecordedFrame.count(readable, of: text) }
        func topics(_ name: String) -> Int { count("\"topic\":\"\(name)") }
        // Each trade has the taker's side, of v5 as `S` and before as `side`; liquidations and old levels have it too.
        let tradeFrames = readable.filter {
            $0.bytes.range(of: Data("\"topic\":\"publicTrade.".utf8)) != nil
                || $0.bytes.range(of: Data("\"topic\":\"trade.".utf8)) != nil
        }
        let trades =
            RecordedFrame.count(tradeFrames, of: "\"S\":\"") + RecordedFrame.count(tradeFrames, of: "\"side\":\"")
        #expect(check.events[.trade, default: 0] == trades)
        let ignoredBooks = topics("orderbook.full.") + topics("orderbook.rpi.")
        let books = topics("orderbook.") - ignoredBooks + topics("orderBookL2_25.")
        let quotesOfLevelOne = recording.product == .spot ? topics("orderbook.1.") : 0
        #expect(check.events[.book, default: 0] == books - quotesOfLevelOne)
        if recording.product == .spot { #expect(check.events[.quote, default: 0] == quotesOfLevelOne) }
        #expect(check.events[.instrument, default: 0] == count("\"baseCoin\":"))
        let candles = topics("kline.") + topics("insurance.") + topics("priceLimit.")
        #expect(check.outcomes[.ignored, default: 0] == candles + ignoredBooks)
    }

    @Test("of the frames in the documentation before v5, what is not read is private or of another interface")
    func documentationBeforeV5() throws {
        let frames = try RecordedFrame.all("bybit/bybit-exchange+docs-legacy/docs_legacy_includes")
        let check = RecordingCheck(frames, venue: Bybit(), product: .linear)
        var unexplained: [Int: DecodeError] = [:]
        for (line, error) in check.errors {
            switch error {
            // Private topics, and those of the spot and option interfaces before v5.
            case .unknownChannel: break
            // Bodies of REST requests, which the documentation shows without their requests.
            case .missingField("topic"): break
            default: unexplained[line] = error
            }
        }
        let explained: [Int: String] = [
            274: "a private list of spot's second version", 276: "the same", 277: "the same",
            308: "spot's third version", 310: "the same", 382: "the same", 384: "the same",
            416: "the first version of options",
        ]
        #expect(Set(unexplained.keys) == Set(explained.keys), "\(unexplained)")
        #expect(check.events[.liquidation] == 3)
        #expect(check.events[.book, default: 0] >= 6)
    }

    @Test("every ticker is whole: last, mark and index price from the first to the last of a session")
    func wholeTickers() throws {
        var pipe = DecodingPipe(venue: Bybit(), product: .linear)
        var tickers = 0
        for frame in try RecordedFrame.all(Self.cryptofeed + "BYBIT.v3.linear") {
            _ = try pipe.decode(frame.bytes, context: frame.context)
            for index in 0..<pipe.batch.tickers.count {
                let ticker = pipe.batch.tickers[index]
                #expect(ticker.lastPrice != nil && ticker.markPrice != nil && ticker.indexPrice != nil)
                #expect(ticker.openInterest != nil && ticker.volume24h != nil && ticker.turnover24h != nil)
                tickers += 1
            }
        }
        #expect(tickers > 200)
    }

    @Test("every listed symbol gets the instrument name that its currencies say")
    func instrumentNames() throws {
        let frames = try RecordedFrame.all(Self.cryptofeed + "BYBIT.v3.rest_instruments")
        for (frame, product) in zip(frames, [Product.linear, .spot]) {
            var pipe = DecodingPipe(venue: Bybit(), product: product)
            _ = try pipe.decode(frame.bytes, context: frame.context)
            #expect(pipe.batch.instruments.count > 500)
            for index in 0..<pipe.batch.instruments.count {
                let instrument = pipe.batch.instruments[index]
                let entry = pipe.batch.symbols[instrument.header.symbol]
                let base = pipe.batch.string(of: instrument.base)
                let quote = pipe.batch.string(of: instrument.quote)
                var wanted = "\(base)-\(quote)"
                if product == .linear {
                    let parts = instrument.expiry.map(\.parts)
                    wanted += "-" + (parts.map { String($0.year * 10_000 + $0.month * 100 + $0.day) } ?? "PERP")
                }
                #expect(entry.instrument == wanted, "\(entry.symbol)")
            }
        }
    }
}
