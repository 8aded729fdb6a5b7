import BinanceVenue
import BybitVenue
import CoinbaseVenue
import DeribitVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

/// Holds our events against the assertions of crypto-crawler's crypto-msg-parser, a parser written by others.
///
/// Its sizes come three ways, converted to base and quote currency and as they stood in the frame (`quantity_contract`, for
/// spot `quantity_base`); ours are as they stood. Its times are the frame's, our publish time where there are two.
@Suite(
    "crypto-msg-parser's expectations",
    .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct CryptoMsgParserTests {
    /// What its assertions say that ours deliberately do not, by the name's beginning; docs/venues has the table.
    static let notCompared: [(prefix: String, reason: String)] = [
        ("candlestick_msg", "candles fill no document type"),
        ("orderbook.prev_seq_id", "a partial book stands alone: what it was chained to is not said"),
        ("orderbook.timestamp", "of a frame without a time it is the parser's own clock"),
        ("orderbook.*.quantity_quote", "sizes stay in the venue's unit"),
        ("trades[*].quantity_quote", "sizes stay in the venue's unit"),
        ("trade.quantity_quote", "sizes stay in the venue's unit"),
        ("bbo_msg.ask_quantity_quote", "sizes stay in the venue's unit"),
        ("bbo_msg.bid_quantity_quote", "sizes stay in the venue's unit"),
        ("bbo_msg.msg_type", "the event's kind says it"),
        ("funding_rates[*].pair", "our instrument names have a test of their own"),
    ]

    @Test("Binance's events agree") func binance() throws {
        let compared = try check(
            venue: Binance(), name: "binance/crypto-crawler+crypto-msg-parser/binance",
            // The options platform of 2021 is gone.
            skippedLines: [6, 37])
        #expect(compared > 250)
    }

    @Test("Deribit's events agree") func deribit() throws {
        let compared = try check(
            venue: Deribit(), name: "deribit/crypto-crawler+crypto-msg-parser/deribit",
            // Book summaries (23 to 26) are open interest by polling; the tickers' channel has it.
            skippedLines: [23, 24, 25, 26])
        #expect(compared > 90)
    }

    @Test("Bybit's events agree") func bybit() throws {
        let compared = try check(
            venue: Bybit(), name: "bybit/crypto-crawler+crypto-msg-parser/bybit",
            // REST books and open interest before v5 (19 to 24) are not asked for.
            skippedLines: [19, 20, 21, 22, 23, 24], origin: .webSocket)
        #expect(compared > 60)
    }

    @Test("Coinbase's events agree") func coinbase() throws {
        let compared = try check(
            venue: Coinbase(), name: "coinbase/crypto-crawler+crypto-msg-parser/coinbase_pro",
            // 1: it takes the maker's side for the taker's. 6: a REST book without its request.
            skippedLines: [1, 6], origin: .webSocket)
        #expect(compared > 10)
    }

    private struct Expectation: Decodable {
        let line: Int
        let test: String
        let asserts: [[String]]
    }

    private func check(
        venue: any Venue, name: String, skippedLines: Set<Int>, origin: FrameContext.Origin = .rest
    ) throws -> Int {
        guard let folder = Recordings.folder else { return 0 }
        let frames = try RecordedFrame.all(name)
        var compared = 0
        for line in try Recordings.lines(folder.appending(path: name + ".expected.jsonl")) {
            let expectation = try JSONDecoder().decode(Expectation.self, from: line)
            guard !skippedLines.contains(expectation.line) else { continue }
            let product = Self.product(of: expectation.test)
            var pipe = DecodingPipe(venue: venue, product: product)
            let frame = frames[expectation.line - 1]
            // Bodies alone have no symbol; the parser knows it from its caller.
            let context = FrameContext(
                origin: origin, request: "/depth?symbol=NONE&limit=1000", receiveTime: Timestamp(nanoseconds: 0))
            do throws(DecodeError) {
                guard try pipe.decode(frame.bytes, context: context) == .data else { continue }
            } catch {
                Issue.record("line \(expectation.line): \(error)")
            }
            let facts = ParserFacts.of(pipe.batch, product: product)
            for assertion in expectation.asserts where assertion.count == 2 {
                compared += compare(assertion, facts, place: "line \(expectation.line): \(assertion)")
            }
        }
        return compared
    }

    /// Compares one assertion whose sides may stand either way round; answers 1 when it was compared.
    private func compare(_ assertion: [String], _ facts: [String: ParserFacts.Fact], place: String) -> Int {
        let (left, right) = (assertion[0], assertion[1])
        let sides = [(left, right), (right, left)]
        // A stream of a whole market has one symbol an event, and a body alone none; the parser says ALL and NONE.
        if ["\"ALL\"", "\"NONE\"", "received_at"].contains(where: { left == $0 || right == $0 }) { return 0 }
        for (name, value) in sides {
            guard let wanted = ParserFacts.Fact(expression: value), let fact = facts[Self.canonical(name)] else {
                continue
            }
            #expect(fact == wanted, "\(place)")
            return 1
        }
        let isKnown = sides.contains { name, _ in
            Self.notCompared.contains { entry in
                Self.pattern(Self.canonical(name)).hasPrefix(entry.prefix)
            }
        }
        // Conversions to the base currency, absent values, and parts of a ticker that does not go out alone.
        let isConversion = (left + right).contains("quantity_base") || (left + right).contains(" / ")
        let isAbsent = left == "None" || right == "None"
        #expect(isKnown || isConversion || isAbsent || facts.isEmpty, "not compared: \(place)")
        return 0
    }

    /// `trades[0].price`, `trade.price` and `extract_symbol(…).unwrap()` under one name each.
    private static func canonical(_ name: String) -> String {
        var name = name
        if name.hasPrefix("extract_timestamp") { return "timestamp" }
        if name.hasPrefix("extract_symbol") { return "symbol" }
        if name.hasSuffix(".unwrap()") { name.removeLast(9) }
        return name.replacingOccurrences(of: "trades[0].", with: "trade.")
    }

    private static func pattern(_ name: String) -> String {
        name.replacing(/orderbook\.(bids|asks)\[\d\]/, with: "orderbook.*").replacing(/\[\d\]/, with: "[*]")
    }

    private static func product(of test: String) -> Product {
        if test.contains("::inverse") { return .inverse }
        if test.contains("::linear") { return .linear }
        return test.contains("::option") ? .option : .spot
    }
}
