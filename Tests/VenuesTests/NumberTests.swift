import BybitVenue
import CoinbaseVenue
import DeribitVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

/// Every number of every fixture of every venue: a venue that is added is tested here without a line.
@Suite("Numbers that a market cannot have")
struct NumberTests {
    private static let fixtures = Dictionary(grouping: Fixture.all, by: \.venue)
    private static let names = VenueRegistry.all.map(\.name)
    private static let long = "1234567890123456789012345678901234567890"

    private func visit(_ venue: String, _ body: (NumberProbe.Place) throws -> Void) throws {
        for fixture in Self.fixtures[venue] ?? [] { try NumberProbe.visit(fixture, body) }
    }

    private func code(_ answer: Result<NumberProbe.Answer, DecodeError>) -> String {
        guard case .failure(let error) = answer else { return "none" }
        return error.code
    }

    @Test("a price or size that does not fit is an error with its text", arguments: names)
    func doesNotFit(venue: String) throws {
        var count = 0
        try visit(venue) { place in
            guard !place.fields.isDisjoint(with: NumberProbe.exact) else { return }
            for text in [Self.long, "0.\(Self.long)"] {
                guard case .failure(let error) = place.replaced(text, false) else {
                    Issue.record("\(place.text) of \(place.fields) became \(text)")
                    continue
                }
                #expect(error.code == "number_does_not_fit")
                #expect(error.description.contains("'\(text)'"))
            }
            count += 1
        }
        #expect(count > 10)
    }

    @Test("a quoted text that is no number is an error with its field and text", arguments: names)
    func noNumber(venue: String) throws {
        var count = 0
        try visit(venue) { place in
            let isExact = !place.fields.isDisjoint(with: NumberProbe.exact)
            guard isExact || !place.fields.isDisjoint(with: NumberProbe.descriptive) else { return }
            for text in ["abc", "NaN", "0.-10000", "1e", "--1", "Infinity", "1,5", "0x10"] {
                guard case .failure(let error) = place.replaced(text, true) else {
                    Issue.record("\(place.text) of \(place.fields) became \(text)")
                    continue
                }
                // Where a level's number or its action may stand, a quoted text is an action that is not known.
                guard error != .unknownValue(field: "action") else { continue }
                #expect(error.code == "wrong_type", "\(text): \(error)")
                #expect(error.description.contains("'\(text)'"))
            }
            count += 1
        }
        #expect(count > 10)
    }

    @Test("a descriptive number that does not fit costs the frame nothing else", arguments: names)
    func descriptive(venue: String) throws {
        var count = 0
        func rest(_ answer: NumberProbe.Answer, without types: Set<String>) -> [NumberProbe.Document] {
            answer.documents.filter { !types.contains($0["type"] as? String ?? "") }
                .map { $0.filter { !NumberProbe.descriptive.contains($0.key) } }
        }
        try visit(venue) { place in
            guard place.fields.isSubset(of: NumberProbe.descriptive) else { return }
            count += 1
            let rounded = try place.replaced("0.\(Self.long)", false).get()
            #expect(rounded.notes.rounded > 0)
            #expect(rest(rounded, without: []) == rest(place.original, without: []))
            let leftOut = try place.replaced(Self.long, false).get()
            #expect(leftOut.notes.leftOut > 0)
            // A funding rate is all that a funding document has to say.
            #expect(rest(leftOut, without: ["funding"]) == rest(place.original, without: ["funding"]))
        }
        #expect(count > 0)
    }

    /// Whether a frame is about a market that has prices below zero.
    private func isOfCombination(_ answer: NumberProbe.Answer, _ venue: String) throws -> Bool {
        let venue = try #require(VenueRegistry.venue(named: venue))
        return answer.documents.contains { document in
            let symbol = document["symbol"] as? String ?? ""
            return venue.hasPricesBelowZero(
                SymbolEntry(venue: venue.name, product: .inverse, symbol: symbol, instrument: symbol))
        }
    }

    @Test("a size below zero and a price that is not above it are errors that say so", arguments: names)
    func impossible(venue: String) throws {
        var codes: [String: Int] = [:]
        var taken: [String] = []
        try visit(venue) { place in
            guard !place.fields.isDisjoint(with: NumberProbe.exact), place.types.isSubset(of: NumberProbe.checked),
                !place.fields.contains("last_price"), !place.text.hasPrefix("-")
            else { return }
            let text = (try Decimal(place.text)).isZero ? "-1" : "-\(place.text)"
            let code = code(place.replaced(text, false))
            guard try code != "none" || !isOfCombination(place.original, venue) else { return }
            codes[code, default: 0] += 1
            if code == "none" { taken.append("\(place.text) of \(place.types) \(place.fields)") }
        }
        #expect(codes["negative_size", default: 0] > 5)
        #expect(codes["price_not_positive", default: 0] > 5)
        #expect(Set(codes.keys) == ["negative_size", "price_not_positive"], "\(codes) \(taken)")
    }

    @Test("a price that a snapshot's side names twice is an error, one that a change names twice is none")
    func repeatedPrices() throws {
        func frame(_ type: String, _ bids: String) -> String {
            #"{"topic":"orderbook.50.BTCUSDT","type":"\#(type)","ts":1,"data":{"s":"BTCUSDT","b":[\#(bids)],"a":[["200","1"]],"u":7,"seq":1},"cts":1}"#
        }
        var pipe = DecodingPipe(venue: Bybit(), product: .linear)
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 1))
        for bids in [#"["100","1"],["99","1"],["100.0","2"]"#, #"["99","1"],["100","1"],["100","1"]"#] {
            let error = #expect(throws: DecodeError.self) {
                try pipe.decode(frame("snapshot", bids).utf8, context: context)
            }
            #expect(error?.code == "repeated_price")
            #expect(error?.description.contains("'bids[2].price' is '100'") == true)
            _ = try pipe.decode(frame("delta", bids).utf8, context: context)
        }
        // Any other order is one.
        _ = try pipe.decode(frame("snapshot", #"["98","1"],["99","1"],["97","1"]"#).utf8, context: context)
        #expect(pipe.batch.bookChanges.count == 1)
    }

    @Test("combinations of Deribit have prices below zero and at it, options and futures have none")
    func combinations() throws {
        func frame(_ name: String, _ price: String) -> String {
            #"{"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.\#(name).100ms","data":{"type":"snapshot","timestamp":1700000000000,"instrument_name":"\#(name)","change_id":1,"bids":[["new",\#(price),10.0]],"asks":[["new",5.0,10.0]]}}}"#
        }
        var pipe = DecodingPipe(venue: Deribit(), product: .inverse)
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 1))
        for name in ["BTC-FS-25SEP26_PERP", "BTC-CS-31MAR23-100000_200000"] {
            for price in ["-12.5", "0.0"] {
                _ = try pipe.decode(frame(name, price).utf8, context: context)
                #expect(pipe.batch.bookChanges.count == 1)
            }
        }
        for name in ["BTC-PERPETUAL", "BTC-25SEP26", "BTC-25SEP26-60000-C", "BTC_USDC"] {
            let error = #expect(throws: DecodeError.self) {
                try pipe.decode(frame(name, "-12.5").utf8, context: context)
            }
            #expect(error?.description == "'bids[0].price' is '-12.5', and prices of this market are above zero")
        }
    }

    @Test("what a refused frame says of a ticker is not kept for the next one")
    func refusedTicker() throws {
        func frame(_ type: String, _ fields: String) -> String {
            #"{"topic":"tickers.BTCUSDT","type":"\#(type)","data":{"symbol":"BTCUSDT",\#(fields)},"cs":1,"ts":1}"#
        }
        var pipe = DecodingPipe(venue: Bybit(), product: .linear)
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 1))
        let whole = #""lastPrice":"10","bid1Price":"9","bid1Size":"1","ask1Price":"11","ask1Size":"1""#
        _ = try pipe.decode(frame("snapshot", whole).utf8, context: context)
        #expect(throws: DecodeError.self) {
            try pipe.decode(frame("delta", #""bid1Size":"-1""#).utf8, context: context)
        }
        _ = try pipe.decode(frame("delta", #""ask1Size":"2""#).utf8, context: context)
        try #require(pipe.batch.quotes.count == 1)
        #expect(pipe.batch.quotes[0].bid == Level(price: Decimal(9), size: Decimal(1)))
    }

    @Test("a connection's next frame says that the refused one is missing")
    func refusedFrameOfConnection() throws {
        func frame(_ sequence: Int, _ size: String) -> String {
            #"{"channel":"market_trades","client_id":"","timestamp":"2023-02-09T20:19:35.396Z","sequence_num":\#(sequence),"events":[{"type":"update","trades":[{"trade_id":"\#(sequence)","product_id":"ETH-USD","price":"1260.01","size":"\#(size)","side":"BUY","time":"2019-08-14T20:42:27.265Z"}]}]}"#
        }
        var pipe = DecodingPipe(venue: Coinbase(), product: .spot)
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 1))
        _ = try pipe.decode(frame(1, "1").utf8, context: context)
        #expect(throws: DecodeError.self) { try pipe.decode(frame(2, "-1").utf8, context: context) }
        _ = try pipe.decode(frame(3, "1").utf8, context: context)
        try #require(pipe.batch.gaps.count == 1)
        #expect(pipe.batch.gaps[0].fromSequence == 2 && pipe.batch.gaps[0].toSequence == 2)
    }
}
