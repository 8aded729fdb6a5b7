import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@testable import Simulator

/// What venues say to requests to subscribe, and whether it is understood.
@Suite("Answers of venues")
struct SubscribeAnswerTests {
    private static func plan(
        _ market: PlannedChannelTests.Market, adding symbols: [String] = []
    ) -> [ConnectionPlan] {
        market.venue.plan(
            Subscription(
                product: market.product,
                symbols: market.venue.makeSimulation(for: market.product).instruments.map(\.symbol) + symbols,
                kinds: Set(market.venue.kinds(for: market.product))))
    }

    /// What the venue says to a frame.
    private static func answers(
        to frame: String, on number: Int, _ harness: inout CoreHarness, _ venue: any Venue
    ) -> [SubscribeAnswer] {
        harness.frames[number] = []
        harness.send(frame, on: number)
        return (harness.frames[number] ?? []).compactMap { venue.inspect($0).answer }
    }

    @Test(
        "every request of a plan is answered, and the answer accepts all of it", arguments: PlannedChannelTests.markets)
    func accepted(market: PlannedChannelTests.Market) throws {
        var harness = try CoreHarness()
        for (index, plan) in Self.plan(market).enumerated() {
            let number = 100 + index
            #expect(harness.connect(number, "/\(market.venue.name)/\(market.product.name)\(plan.path)") == nil)
            for frame in plan.openingFrames { harness.send(frame, on: number) }
            for (place, request) in plan.subscriptions.enumerated() {
                let found = Self.answers(to: request.frame(number: 7 + place), on: number, &harness, market.venue)
                #expect(found.count == 1)
                let answer = try #require(found.first)
                #expect(answer.number == nil || answer.number == 7 + place)
                switch answer.outcome {
                case .accepted: break
                case .inForce(let names): #expect(names.isSuperset(of: request.names))
                case .judged(let accepted, let refused):
                    #expect(accepted.isSuperset(of: request.names) && refused.isEmpty)
                case .refused, .repeated, .postponed: Issue.record("\(answer)")
                }
            }
        }
    }

    @Test(
        "one symbol that the venue does not have is refused with its words, and nothing of it comes into force",
        arguments: PlannedChannelTests.markets)
    func refused(market: PlannedChannelTests.Market) throws {
        var harness = try CoreHarness()
        let good = Set(Self.plan(market).flatMap(\.channels).map(\.name))
        for (index, plan) in Self.plan(market, adding: ["NO/SUCH"]).enumerated() {
            let number = 100 + index
            #expect(harness.connect(number, "/\(market.venue.name)/\(market.product.name)\(plan.path)") == nil)
            for frame in plan.openingFrames { harness.send(frame, on: number) }
            for (place, request) in plan.subscriptions.enumerated() where request.names.contains(where: Self.isWrong) {
                let found = Self.answers(to: request.frame(number: 7 + place), on: number, &harness, market.venue)
                let answer = try #require(found.first)
                #expect(!answer.words.isEmpty)
                switch answer.outcome {
                case .refused: #expect(answer.blamed.map { Self.isWrong($0) } ?? true)
                case .inForce(let names):
                    #expect(names.isDisjoint(with: request.names.filter(Self.isWrong)))
                    #expect(names.isSuperset(of: request.names.filter(good.contains)))
                case .judged(_, let refused): #expect(refused.contains(where: Self.isWrong))
                case .accepted, .repeated, .postponed: Issue.record("\(answer)")
                }
            }
        }
    }

    private static func isWrong(_ name: String) -> Bool { name.lowercased().contains("no/such") }

    /// Frames as the venues' pages show them; each is named beside the code that reads it.
    static let documented: [(venue: String, frame: String, answer: SubscribeAnswer?)] = [
        ("binance", #"{"result":null,"id":3}"#, SubscribeAnswer(number: 3, .accepted)),
        (
            "binance", #"{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":3}"#,
            SubscribeAnswer(number: 3, .refused, words: "2: Invalid request: invalid stream")
        ),
        ("binance", #"{"e":"serverShutdown","E":1770123456789}"#, nil),
        (
            "bybit",
            #"{"success":false,"ret_msg":"error:handler not found,topic:tickers.FOOUSDT","conn_id":"c","req_id":"9","op":"subscribe"}"#,
            SubscribeAnswer(
                number: 9, .refused, words: "error:handler not found,topic:tickers.FOOUSDT", blamed: "tickers.FOOUSDT")
        ),
        (
            "bybit",
            #"{"success":false,"ret_msg":"error:already subscribed,topic:publicTrade.BTCUSDT","conn_id":"x","req_id":"2","op":"subscribe"}"#,
            SubscribeAnswer(
                number: 2, .repeated, words: "error:already subscribed,topic:publicTrade.BTCUSDT",
                blamed: "publicTrade.BTCUSDT")
        ),
        ("bybit", #"{"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"}"#, nil),
        ("bybit", #"{"success":true,"ret_msg":"","conn_id":"c","req_id":"4","op":"unsubscribe"}"#, nil),
        (
            "bybit",
            #"{"success":true,"conn_id":"x","data":{"failTopics":["tickers.B-C"],"successTopics":["tickers.A-C"]},"type":"COMMAND_RESP"}"#,
            SubscribeAnswer(.judged(accepted: ["tickers.A-C"], refused: ["tickers.B-C"]), words: "failTopics")
        ),
        (
            "coinbase", #"{"type":"error","message":"Failed to subscribe","reason":"FOO-USD is not a valid product"}"#,
            SubscribeAnswer(
                .refused, words: "Failed to subscribe: FOO-USD is not a valid product", blamed: "FOO-USD")
        ),
        (
            // The order of keys is promised nowhere.
            "coinbase", #"{"message":"Failed to subscribe","reason":"No channels provided","type":"error"}"#,
            SubscribeAnswer(.refused, words: "Failed to subscribe: No channels provided")
        ),
        (
            "coinbase",
            #"{"channel":"subscriptions","client_id":"","timestamp":"2026-08-09T21:05:48Z","sequence_num":0,"events":[{"subscriptions":{"level2":["BTC-USD"]}}]}"#,
            SubscribeAnswer(.inForce(["level2", "level2:BTC-USD"]))
        ),
        (
            "coinbase", #"{"type":"subscriptions","channels":[{"name":"full","product_ids":["BTC-USD"]}]}"#,
            SubscribeAnswer(.inForce(["full", "full:BTC-USD"]))
        ),
        ("coinbase", #"{"channel":"heartbeats","events":[{"heartbeat_counter":1}]}"#, nil),
        (
            "deribit", #"{"jsonrpc":"2.0","id":3,"error":{"message":"too_many_requests","code":10028}}"#,
            SubscribeAnswer(number: 3, .postponed, words: "10028: too_many_requests")
        ),
        (
            "deribit",
            #"{"jsonrpc":"2.0","id":3,"error":{"code":13778,"message":"raw_subscriptions_not_available_for_unauthorized"}}"#,
            SubscribeAnswer(number: 3, .refused, words: "13778: raw_subscriptions_not_available_for_unauthorized")
        ),
        ("deribit", #"{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}"#, nil),
        ("deribit", #"{"jsonrpc":"2.0","id":1,"result":"ok"}"#, nil),
    ]

    @Test("frames of the venues' pages are understood", arguments: documented.indices)
    func pages(index: Int) throws {
        let (name, frame, answer) = Self.documented[index]
        let venue = try #require(VenueRegistry.venue(named: name))
        #expect(venue.inspect(frame.utf8).answer == answer)
    }

    @Test("bytes that are no answer are none, never a trap", arguments: VenueRegistry.all.map(\.name))
    func nonsense(name: String) throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        var texts = ["", "{", "[]", "null", #"{"id":1e99,"result":[]}"#, #"{"success":"yes"}"#, #"{"type":"error"}"#]
        for (_, frame, _) in Self.documented {
            for length in stride(from: 0, to: frame.utf8.count, by: 3) {
                texts.append(String(decoding: frame.utf8.prefix(length), as: UTF8.self))
            }
        }
        for text in texts where text != #"{"type":"error"}"# {
            #expect(venue.inspect(text.utf8).answer?.outcome != .accepted, "\(text)")
        }
    }

    // MARK: - REST

    @Test(
        "the answer to a planned request is one; cut off, or the venue's error with status 200, it is asked for again",
        arguments: PlannedChannelTests.markets)
    func faults(market: PlannedChannelTests.Market) throws {
        var harness = try CoreHarness()
        let venue = market.venue
        let requests =
            Self.plan(market).flatMap { $0.requests + $0.snapshotRequests } + venue.listing(of: market.product).requests
        #expect(!requests.isEmpty)
        for request in requests {
            let number = harness.ask("/\(venue.name)/\(market.product.name)", request.path)
            let body = try #require(harness.answers[number]?.body)
            func fault(_ body: some Sequence<UInt8>) -> String? {
                Array(body).withUnsafeBytes { venue.fault(in: $0, answering: request) }
            }
            #expect(fault(body) == nil, "\(request.path)")
            #expect(fault(body.dropLast()) != nil)
            #expect(fault(body.prefix(body.count / 2)) != nil)
            for text in [
                "", "{}", "null", "<html><body>502 Bad Gateway</body></html>",
                #"{"code":-1121,"msg":"Invalid symbol."}"#,
                #"{"retCode":10006,"retMsg":"Too many visits!","result":{},"retExtInfo":{},"time":1}"#,
                #"{"jsonrpc":"2.0","error":{"message":"too_many_requests","code":10028},"usIn":1,"usOut":2}"#,
                #"{"error":"unknown","error_details":"internal","message":"internal error"}"#,
            ] {
                #expect(fault(text.utf8) != nil, "\(request.path): \(text)")
            }
        }
    }
}
