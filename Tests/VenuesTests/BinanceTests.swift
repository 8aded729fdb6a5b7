import BinanceVenue
import JSON
import MarketData
import Simulator
import TestSupport
import Testing
import VenueKit

@Suite("Binance")
struct BinanceTests {
    private func decode(
        _ frame: String, product: Product = .linear, request: String = ""
    ) throws(DecodeError) -> (outcome: FrameOutcome, count: Int) {
        var pipe = DecodingPipe(venue: Binance(), product: product)
        let outcome = try pipe.decode(
            frame.utf8, context: FrameContext(request: request, receiveTime: Timestamp(nanoseconds: 0)))
        return (outcome, pipe.batch.count)
    }

    @Test(
        "what cannot be understood is an error with its name",
        arguments: [
            (#"{"e":"optionTrade","s":"X"}"#, DecodeError.unknownChannel("optionTrade")),
            ("{}", .unknownChannel("{}")),
            (#"{"hello":1}"#, .unknownChannel("a payload without a known key")),
            (
                #"{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"1","q":"1","X":"NEW_KIND","m":true}"#,
                .unknownValue(field: "X")
            ),
            (#"{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"1","m":true}"#, .missingField("q")),
            (#"{"e":"trade","E":1,"T":1,"t":1,"p":"1","q":"1","m":true}"#, .missingField("s")),
            (#"{"e":"trade","E":1,"T":1,"s":"","t":1,"p":"1","q":"1","m":true}"#, .unknownSymbol("")),
            (#"{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[]}"#, .missingField("a")),
            (#"{"e":"depthUpdate","E":1,"s":"BTCUSDT","u":2,"b":[],"a":[]}"#, .missingField("U")),
            (#"{"lastUpdateId":1,"bids":[],"asks":[]}"#, .missingField("symbol")),
            (#"{"stream":"btcusdt@trade","data":{"e":"trade"}} x"#, .trailingBytes(offset: 48)),
            (#"{"e":"forceOrder","E":1,"o":{"s":"BTCUSDT","S":"HOLD","q":"1","p":"1"}}"#, .unknownValue(field: "o.S")),
            (
                #"{"stream":"a","x":0,"data":{"stream":"b","data":{}}}"#,
                .inconsistent("a combined frame inside a combined frame")
            ),
        ])
    func errors(frame: String, error: DecodeError) {
        if case .trailingBytes = error {
            #expect(throws: DecodeError.self) { try decode(frame) }
        } else {
            #expect(throws: error) { try decode(frame) }
        }
    }

    @Test("every order of a payload's keys gives the same event")
    func keyOrder() throws {
        let fields = [
            #""e":"bookTicker""#, #""u":7"#, #""s":"BTCUSDT""#, #""b":"1""#, #""B":"2""#, #""a":"3""#, #""A":"4""#,
            #""T":5"#, #""E":6"#,
        ]
        var generator = SeededGenerator(seed: 1)
        var pipe = DecodingPipe(venue: Binance(), product: .linear)
        for _ in 0..<200 {
            let frame = "{\(fields.shuffled(using: &generator).joined(separator: ","))}"
            _ = try pipe.decode(frame.utf8, context: FrameContext(receiveTime: Timestamp(nanoseconds: 0)))
            #expect(
                pipe.documents() == [
                    #"{"type":"quote","version":1,"venue":"binance","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP","product":"linear","ts_event":5000000,"ts_publish":6000000,"ts_recv":0,"source":"primary","bid_price":"1","bid_size":"2","ask_price":"3","ask_size":"4","sequence":7}"#
                ], "\(frame)")
        }
    }

    @Test("a new session forgets the parts of tickers")
    func sessions() throws {
        var decoder = Binance().makeDecoder(for: .linear)
        var batch = EventBatch()
        var frame = FrameBuffer()
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 0))
        try frame.assign(#"{"e":"24hrTicker","E":1,"s":"BTCUSDT","c":"5"}"#)
        _ = try decoder.decode(frame, context: context, into: &batch)
        #expect(batch.tickers.count == 1)
        decoder.startSession()
        batch.removeAll()
        try frame.assign(#"{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"6"}"#)
        _ = try decoder.decode(frame, context: context, into: &batch)
        #expect(batch.count == 0)
    }

    @Test("a decoder that meets a younger batch interns anew")
    func youngerBatch() throws {
        var decoder = Binance().makeDecoder(for: .spot)
        var frame = FrameBuffer()
        let context = FrameContext(receiveTime: Timestamp(nanoseconds: 0))
        for _ in 0..<2 {
            var batch = EventBatch()
            for symbol in ["BTCUSDT", "ETHUSDT"] {
                try frame.assign(#"{"u":1,"s":"\#(symbol)","b":"1","B":"1","a":"2","A":"1"}"#)
                _ = try decoder.decode(frame, context: context, into: &batch)
            }
            #expect(batch.symbols[batch.quotes[0].header.symbol].symbol == "BTCUSDT")
            #expect(batch.symbols[batch.quotes[1].header.symbol].symbol == "ETHUSDT")
        }
    }

    @Test("USD-M is cut into its two routes, and a symbol's ticker parts share a connection")
    func linearPlan() throws {
        let plans = Binance().plan(
            Subscription(product: .linear, symbols: ["BTCUSDT", "ETHUSDT"], kinds: Set(Binance().kinds(for: .linear))))
        #expect(plans.map(\.path) == ["/public/stream", "/market/stream"])
        #expect(plans.map(\.name) == ["linear-public-0", "linear-market-0"])
        #expect(
            plans[0].subscribeFrames == [
                #"{"method":"SUBSCRIBE","params":["btcusdt@depth@0ms","btcusdt@bookTicker","ethusdt@depth@0ms","ethusdt@bookTicker"],"id":2}"#
            ])
        #expect(
            plans[1].subscribeFrames == [
                #"{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@ticker","btcusdt@markPrice@1s","btcusdt@forceOrder","ethusdt@aggTrade","ethusdt@ticker","ethusdt@markPrice@1s","ethusdt@forceOrder","!contractInfo"],"id":2}"#
            ])
        #expect(plans[0].requests.isEmpty)
        #expect(
            plans[0].snapshotRequests.map(\.path) == [
                "/fapi/v1/depth?symbol=BTCUSDT&limit=1000", "/fapi/v1/depth?symbol=ETHUSDT&limit=1000",
            ])
        #expect(
            plans[1].requests.map(\.path) == [
                "/fapi/v1/exchangeInfo", "/fapi/v1/openInterest?symbol=BTCUSDT",
                "/fapi/v1/openInterest?symbol=ETHUSDT",
            ])
    }

    @Test("connections keep to the venue's limit of streams, frames to a hundred", arguments: Binance().products)
    func limits(product: Product) {
        let symbols = (0..<700).map { "SYMBOL\($0)USDT" }
        let plans = Binance().plan(
            Subscription(product: product, symbols: symbols, kinds: Set(Binance().kinds(for: product))))
        var streams: Set<String> = []
        for plan in plans {
            let counts = plan.subscribeFrames.map { $0.split(separator: "@", omittingEmptySubsequences: false).count }
            #expect(counts.allSatisfy { $0 > 1 })
            let names = plan.subscribeFrames.flatMap { frame in
                frame.split(separator: "\"").filter { $0.contains("@") || $0.hasPrefix("!") }.map(String.init)
            }
            #expect(names.count <= (product == .spot ? 1024 : 200))
            #expect(streams.isDisjoint(with: names))
            streams.formUnion(names)
        }
        let perSymbol = product == .spot ? 4 : 6
        #expect(streams.filter { !$0.hasPrefix("!") }.count == 700 * perSymbol)
        #expect(Set(plans.map(\.name)).count == plans.count)
    }

    @Test(
        "the depth asked for chooses the stream and the snapshot's limit and weight",
        arguments: [
            (nil, "btcusdt@depth@100ms", "/api/v3/depth?symbol=BTCUSDT&limit=1000", 50),
            (3, "btcusdt@depth5@100ms", nil, nil), (20, "btcusdt@depth20@100ms", nil, nil),
            (200, "btcusdt@depth@100ms", "/api/v3/depth?symbol=BTCUSDT&limit=500", 25),
            (9000, "btcusdt@depth@100ms", "/api/v3/depth?symbol=BTCUSDT&limit=5000", 250),
        ] as [(Int?, String, String?, Int?)])
    func depths(wanted: Int?, stream: String, request: String?, weight: Int?) {
        let plans = Binance().plan(
            Subscription(product: .spot, symbols: ["BTCUSDT"], kinds: [.book], bookDepth: wanted))
        #expect(plans.count == 1)
        #expect(plans[0].subscribeFrames == [#"{"method":"SUBSCRIBE","params":["\#(stream)"],"id":2}"#])
        #expect(plans[0].snapshotRequests.first?.path == request)
        #expect(plans[0].snapshotRequests.first?.weight == weight)
    }
}
