import DeribitVenue
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

@Suite("Deribit")
struct DeribitTests {
    private func decode(_ frame: String) throws(DecodeError) -> FrameOutcome {
        var pipe = DecodingPipe(venue: Deribit(), product: .inverse)
        return try pipe.decode(frame.utf8, context: FrameContext(receiveTime: Timestamp(nanoseconds: 0)))
    }

    private func notification(_ channel: String, _ data: String) -> String {
        #"{"jsonrpc":"2.0","method":"subscription","params":{"channel":"\#(channel)","data":\#(data)}}"#
    }

    @Test(
        "what cannot be understood is an error with its name",
        arguments: [
            ("user.trades.BTC", "{}", DecodeError.unknownChannel("user.trades.BTC")),
            (
                "trades.X.100ms",
                #"[{"trade_id":"1","price":1,"amount":1,"timestamp":1,"instrument_name":"X-1JAN26","direction":"none"}]"#,
                .unknownValue(field: "direction")
            ),
            (
                "trades.X.100ms",
                #"[{"trade_id":"1","price":1,"timestamp":1,"instrument_name":"X-1JAN26","direction":"buy"}]"#,
                .missingField("amount")
            ),
            (
                "trades.X.100ms",
                #"[{"trade_id":"1","price":1,"amount":1,"timestamp":1,"instrument_name":"X-1JAN26","direction":"buy","liquidation":"Z"}]"#,
                .unknownValue(field: "liquidation")
            ),
            (
                "book.X.100ms",
                #"{"type":"merge","timestamp":1,"instrument_name":"X-1JAN26","change_id":1,"bids":[],"asks":[]}"#,
                .unknownValue(field: "type")
            ),
            (
                "book.X.100ms",
                #"{"type":"change","timestamp":1,"prev_change_id":1,"instrument_name":"X-1JAN26","change_id":2,"bids":[["move",1,2]],"asks":[]}"#,
                .unknownValue(field: "action")
            ),
            (
                "book.X.100ms", #"{"type":"snapshot","timestamp":1,"instrument_name":"X-1JAN26","bids":[],"asks":[]}"#,
                .missingField("change_id")
            ),
            ("quote.X", #"{"timestamp":1}"#, .missingField("instrument_name")),
        ])
    func errors(channel: String, data: String, error: DecodeError) {
        #expect(throws: error) { try decode(notification(channel, data)) }
    }

    @Test("messages that are none are errors")
    func broken() {
        #expect(throws: DecodeError.missingField("params")) { try decode(#"{"method":"subscription"}"#) }
        #expect(throws: DecodeError.self) { try decode(#"{"jsonrpc":"2.0"}"#) }
        #expect(throws: DecodeError.unknownChannel("shout")) { try decode(#"{"method":"shout","params":{}}"#) }
        #expect(throws: DecodeError.missingField("params.data")) {
            try decode(#"{"method":"subscription","params":{"channel":"quote.X"}}"#)
        }
    }

    @Test("a test request is answered, and nothing else is")
    func replies() {
        func reply(_ text: String) -> String? { Deribit().inspect(text.utf8).reply }
        #expect(
            reply(#"{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}"#)
                == #"{"jsonrpc":"2.0","id":0,"method":"public/test","params":{}}"#)
        #expect(reply(#"{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}}"#) == nil)
        #expect(reply("") == nil)
        #expect(reply("{}") == nil)
    }

    @Test(
        "an instrument's name tells its product and our name",
        arguments: [
            ("BTC-PERPETUAL", Product.inverse, "BTC-USD-PERP"), ("ETH_USDC-PERPETUAL", .linear, "ETH-USDC-PERP"),
            ("BTC-24JUN22", .inverse, "BTC-USD-20220624"), ("BTC_USDC-5JUN26", .linear, "BTC-USDC-20260605"),
            ("BTC-24SEP21-40000-P", .option, "BTC-USD-20210924-40000-P"),
            ("MATIC_USDC-9MAR24-1d02-C", .option, "MATIC-USDC-20240309-1.02-C"), ("BTC_USDC", .spot, "BTC-USDC"),
            ("BTC-FS-30SEP22_PERP", .inverse, "BTC-FS-30SEP22_PERP"),
            ("BTC_USDC-FS-30SEP22_PERP", .linear, "BTC_USDC-FS-30SEP22_PERP"),
            ("BTC-CSR12-16SEP22-21000_23000", .option, "BTC-CSR12-16SEP22-21000_23000"),
            ("BTC-99XXX99", .inverse, "BTC-99XXX99"),
        ])
    func names(symbol: String, product: Product, instrument: String) throws {
        var pipe = DecodingPipe(venue: Deribit(), product: .spot)
        let data =
            #"{"timestamp":1,"instrument_name":"\#(symbol)","best_bid_price":1,"best_bid_amount":1,"best_ask_price":2,"best_ask_amount":1}"#
        _ = try pipe.decode(
            notification("quote.\(symbol)", data).utf8, context: FrameContext(receiveTime: Timestamp(nanoseconds: 0)))
        let entry = pipe.batch.symbols[pipe.batch.quotes[0].header.symbol]
        #expect(entry.product == product)
        #expect(entry.instrument == instrument)
        #expect(entry.symbol == symbol)
    }

    @Test("a plan asks for heartbeats, then for channels at 100 ms, then for instruments by currency")
    func plan() {
        let plans = Deribit().plan(
            Subscription(
                product: .inverse, symbols: ["BTC-PERPETUAL", "ETH-25SEP26"], kinds: Set(Deribit().kinds(for: .inverse))
            ))
        #expect(plans.count == 1)
        #expect(
            plans[0].subscribeFrames == [
                #"{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":30}}"#,
                #"{"jsonrpc":"2.0","id":2,"method":"public/subscribe","params":{"channels":["book.BTC-PERPETUAL.100ms","trades.BTC-PERPETUAL.100ms","quote.BTC-PERPETUAL","ticker.BTC-PERPETUAL.100ms","book.ETH-25SEP26.100ms","trades.ETH-25SEP26.100ms","quote.ETH-25SEP26","ticker.ETH-25SEP26.100ms","platform_state","instrument.state.any.any"]}}"#,
            ])
        #expect(
            plans[0].requests.map(\.path) == [
                "/api/v2/public/get_instruments?currency=BTC&kind=future&expired=false",
                "/api/v2/public/get_instruments?currency=ETH&kind=future&expired=false",
            ])
    }

    @Test("connections keep to 500 channels")
    func limits() {
        let symbols = (0..<1000).map { "BTC-25SEP26-\($0)-C" }
        let plans = Deribit().plan(
            Subscription(product: .option, symbols: symbols, kinds: Set(Deribit().kinds(for: .option))))
        var channels: Set<String> = []
        for plan in plans {
            let names = plan.subscribeFrames.dropFirst().flatMap { (frame: String) -> [String] in
                frame.split(separator: "\"").map(String.init).filter {
                    $0.hasPrefix("instrument.") || $0.contains("BTC-")
                }
            }
            #expect(names.count <= 500)
            #expect(channels.isDisjoint(with: names))
            channels.formUnion(names)
        }
        // Book, trades, quote and ticker of each, and the state of all instruments once.
        #expect(channels.count == 4001)
    }
}
