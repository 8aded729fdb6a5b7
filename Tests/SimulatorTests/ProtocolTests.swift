import BybitVenue
import DeribitVenue
import Foundation
import MarketData
import TestSupport
import Testing
import VenueKit

@testable import Simulator

@Suite("What the venues' servers answer")
struct ProtocolTests {
    /// Sends one frame on a fresh connection and answers what came back, as JSON.
    private static func answers(_ path: String, _ frame: String) throws -> [NSDictionary] {
        var harness = try CoreHarness()
        #expect(harness.connect(1, path) == nil)
        harness.send(frame, on: 1)
        return try (harness.frames[1] ?? []).map { frame in
            try #require(try JSONSerialization.jsonObject(with: Data(frame)) as? NSDictionary)
        }
    }

    @Test("Bybit acknowledges, pongs and refuses")
    func bybit() throws {
        let path = "/bybit/linear/v5/public/linear"
        let pong = try #require(try Self.answers(path, #"{"op":"ping","req_id":"7"}"#).first)
        #expect(pong["ret_msg"] as? String == "pong" && pong["req_id"] as? String == "7")
        let frames = try Self.answers(path, #"{"op":"subscribe","args":["orderbook.50.BTCUSDT"],"req_id":"x"}"#)
        #expect(frames.count == 2)
        #expect(frames[0]["success"] as? Bool == true && frames[0]["op"] as? String == "subscribe")
        #expect(frames[1]["type"] as? String == "snapshot")
        for nonsense in ["orderbook.50.NOPE", "orderbook.51.BTCUSDT", "nonsense"] {
            let refused = try Self.answers(path, #"{"op":"subscribe","args":["\#(nonsense)"]}"#)
            #expect(refused.map { $0["success"] as? Bool } == [false])
        }
        #expect(try Self.answers(path, "nonsense").map { $0["success"] as? Bool } == [false])
    }

    @Test("Binance acknowledges by id, lists subscriptions and names errors")
    func binance() throws {
        let path = "/binance/spot/stream"
        let done = try Self.answers(path, #"{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":12}"#)
        #expect(done == [["result": NSNull(), "id": 12]])
        let listed = try Self.answers(
            path + "?streams=btcusdt@depth@100ms/ethusdt@trade", #"{"method":"LIST_SUBSCRIPTIONS","id":3}"#)
        #expect(listed == [["result": ["btcusdt@depth@100ms", "ethusdt@trade"], "id": 3]])
        for nonsense in [
            #"{"method":"SUBSCRIBE","params":["BTCUSDT@trade"],"id":1}"#, #"{"method":"EXPLODE","id":1}"#, "{",
        ] {
            #expect(try Self.answers(path, nonsense).first?["error"] != nil, "\(nonsense)")
        }
    }

    @Test("Coinbase answers each of its two APIs in its own words")
    func coinbase() throws {
        let path = "/coinbase/spot/"
        let advanced = try Self.answers(path, #"{"type":"subscribe","product_ids":["BTC-USD"],"channel":"level2"}"#)
        #expect(advanced.map { $0["channel"] as? String } == ["l2_data", "subscriptions"])
        #expect(advanced.map { $0["sequence_num"] as? Int } == [0, 1])
        let exchange = try Self.answers(
            path, #"{"type":"subscribe","product_ids":["BTC-USD"],"channels":["level2",{"name":"heartbeat"}]}"#)
        #expect(exchange.map { $0["type"] as? String } == ["snapshot", "subscriptions"])
        for nonsense in [
            #"{"type":"subscribe","product_ids":["NO-PE"],"channels":["level2"]}"#,
            #"{"type":"subscribe","product_ids":["BTC-USD"],"channels":["nonsense"]}"#,
            #"{"type":"subscribe","channels":["level2"]}"#, #"{"type":"explode"}"#, "[",
        ] {
            #expect(try Self.answers(path, nonsense).map { $0["type"] as? String } == ["error"], "\(nonsense)")
        }
    }

    @Test("Deribit answers by id, tests its clients, and leaves those that do not answer")
    func deribit() throws {
        var harness = try CoreHarness()
        #expect(harness.connect(1, "/deribit/inverse/ws/api/v2") == nil)
        harness.send(#"{"jsonrpc":"2.0","id":5,"method":"public/set_heartbeat","params":{"interval":10}}"#, on: 1)
        harness.pass(milliseconds: 11_000)
        let frames = (harness.frames[1] ?? []).map { String(decoding: $0, as: UTF8.self) }
        #expect(frames.count == 2)
        #expect(frames[0].contains(#""id":5,"result":"ok""#))
        let reply = Deribit().inspect(frames[1].utf8).reply
        #expect(reply != nil)
        harness.send(#"{"jsonrpc":"2.0","id":0,"method":"public/test","params":{}}"#, on: 1)
        harness.pass(milliseconds: 10_000)
        #expect(harness.ended.isEmpty)
        harness.pass(milliseconds: 11_000)
        #expect(harness.ended == [.close(connection: 1, code: 1000)])

        let path = "/deribit/inverse/ws/api/v2"
        let unknown = try Self.answers(path, #"{"jsonrpc":"2.0","id":1,"method":"public/explode"}"#)
        #expect((unknown.first?["error"] as? NSDictionary)?["code"] as? Int == -32601)
        let partly = try Self.answers(
            path,
            #"{"jsonrpc":"2.0","id":1,"method":"public/subscribe","params":{"channels":["trades.BTC-PERPETUAL.100ms","x.y"]}}"#
        )
        #expect(partly.first?["result"] as? [String] == ["trades.BTC-PERPETUAL.100ms"])
    }

    @Test("Bybit pages its instruments")
    func pages() throws {
        var harness = try CoreHarness()
        let venue = Bybit()
        var request: RESTRequest? = RESTRequest(path: "/v5/market/instruments-info?category=linear&limit=3")
        var symbols: [String] = []
        while let next = request {
            let number = harness.ask("/bybit/linear", next.path)
            let body = try #require(harness.answers[number]).body
            let result =
                (try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?["result"] as? [String: Any]
            symbols += (result?["list"] as? [[String: Any]] ?? []).compactMap { $0["symbol"] as? String }
            request = body.withUnsafeBytes { venue.nextPage(after: next, body: $0) }
        }
        #expect(symbols == venue.makeSimulation(for: .linear).instruments.map(\.symbol))
        #expect(symbols.count > 3)
    }
}
