import BybitVenue
import Foundation
import MarketData
import Testing
import VenueKit
import WebSocket

@testable import Simulator

@Suite("Faults")
struct FaultTests {
    private static let bybit = Bybit()

    /// A harness with one connection to Bybit's linear books and trades, and what it got before any fault.
    private static func subscribed() throws -> (harness: CoreHarness, connection: Int) {
        var harness = try CoreHarness()
        let number = harness.subscribe(bybit, .linear, kinds: [.book, .trade])[0]
        return (harness, number)
    }

    /// The frames that a fault-free connection gets for the same steps.
    private static func undisturbed(steps: Int) throws -> [[UInt8]] {
        var (harness, number) = try subscribed()
        harness.step(steps)
        return harness.frames[number] ?? []
    }

    @Test("dropped frames are missing, the others are there in order")
    func drop() throws {
        var (harness, number) = try Self.subscribed()
        harness.core.faults.add(try FaultRule(parsing: "kind=drop&probability=0.2&seed=3&venue=bybit&product=linear"))
        harness.step(500)
        let all = try Self.undisturbed(steps: 500)
        let dropped = try #require(harness.core.faults.counts[.drop])
        #expect(dropped > 50)
        var rest = all[...]
        for frame in harness.frames[number] ?? [] {
            let index = try #require(rest.firstIndex(of: frame))
            rest = rest[(index + 1)...]
        }
        #expect((harness.frames[number] ?? []).count == all.count - dropped)
    }

    @Test("repeated frames come twice in a row")
    func repeats() throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=repeat&count=2"))
        harness.step(3)
        let frames = harness.frames[number] ?? []
        #expect(frames[before] == frames[before + 1])
        #expect(frames[before + 2] == frames[before + 3])
        #expect(harness.core.faults.counts[.repeat] == 2)
    }

    @Test("a reordered frame comes after the next one")
    func reorder() throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=reorder&count=1"))
        harness.step(50)
        let all = try Self.undisturbed(steps: 50)
        let frames = harness.frames[number] ?? []
        #expect(frames[before] == all[before + 1])
        #expect(frames[before + 1] == all[before])
        #expect(frames.count == all.count)
        #expect(Array(frames[(before + 2)...]) == Array(all[(before + 2)...]))
    }

    @Test("a delayed frame holds back what follows on its connection, and nothing is lost")
    func delay() throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=delay&count=1&milliseconds=1000"))
        harness.step(50)
        #expect(harness.frames[number]?.count == before)
        harness.time.nanoseconds += 1_000_000_000
        harness.core.releaseDelayed(harness.time)
        harness.drain()
        #expect(harness.frames[number] == (try Self.undisturbed(steps: 50)))
    }

    @Test("a silent connection gets nothing for the time and goes on after it")
    func silence() throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=silence&count=1&milliseconds=100"))
        harness.step(100)
        #expect(harness.frames[number]?.count == before)
        harness.step(50)
        #expect(harness.frames[number, default: []].count > before)
    }

    @Test("garbage comes before the right frame, of the kind that was asked for", arguments: GarbageKind.allCases)
    func garbage(kind: GarbageKind) throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=garbage&count=1&garbage=\(kind.rawValue)"))
        harness.step(50)
        let all = try Self.undisturbed(steps: 50)
        let frames = harness.frames[number] ?? []
        #expect(Array(frames[(before + 1)...]) == Array(all[before...]))
        let sent = frames[before]
        let isJSON = (try? JSONSerialization.jsonObject(with: Data(sent))) != nil
        #expect(isJSON == [GarbageKind.type, .huge, .channel].contains(kind))
        #expect((String(validating: sent, as: UTF8.self) == nil) == (kind == .utf8))
        #expect((sent.count > 10_000_000) == (kind == .huge))
    }

    @Test("faults aimed at one label leave the other source alone")
    func label() throws {
        var harness = try CoreHarness()
        let primary = harness.subscribe(Self.bybit, .linear, label: "primary", kinds: [.trade])[0]
        let replica = harness.subscribe(Self.bybit, .linear, label: "replica", kinds: [.trade])[0]
        harness.core.faults.add(try FaultRule(parsing: "kind=drop&label=replica"))
        harness.step(200)
        // The acknowledgement came before.
        #expect(harness.frames[replica]?.count == 1)
        #expect(harness.frames[primary, default: []].count > 20)
        // What one connection got counts as delivered.
        let truth = try #require(harness.core.feeds[FeedKey(venue: "bybit", product: .linear)]).truth[0].series["trade"]
        #expect(truth?.made == truth?.delivered)
    }

    @Test("a disconnected client is sent nothing more")
    func disconnect() throws {
        var (harness, number) = try Self.subscribed()
        let before = harness.frames[number]?.count ?? 0
        harness.core.faults.add(try FaultRule(parsing: "kind=disconnect&code=1001&count=1"))
        harness.step(100)
        #expect(harness.ended == [.close(connection: number, code: 1001)])
        #expect(harness.frames[number]?.count == before)
    }

    @Test("a connection expires at its age")
    func expire() throws {
        var harness = try CoreHarness()
        harness.core.faults.add(try FaultRule(parsing: "kind=expire&count=1&milliseconds=1000"))
        let numbers = [1, 2].filter { harness.connect($0, "/bybit/linear/v5/public/linear") == nil }
        harness.pass(milliseconds: 900)
        #expect(harness.ended.isEmpty)
        harness.pass(milliseconds: 200)
        #expect(harness.ended == [.close(connection: numbers[0], code: 1001)])
    }

    @Test("a frame that is not heard is not answered")
    func ignore() throws {
        var harness = try CoreHarness()
        harness.core.faults.add(try FaultRule(parsing: "kind=ignore&count=1"))
        #expect(harness.connect(1, "/bybit/linear/v5/public/linear") == nil)
        harness.send(#"{"op":"ping"}"#, on: 1)
        #expect(harness.frames[1] == nil)
        harness.send(#"{"op":"ping"}"#, on: 1)
        #expect(harness.frames[1]?.count == 1)
    }

    @Test("a shutdown is announced where the venue does that, and comes", arguments: [("binance", 1), ("bybit", 0)])
    func shutdown(venue: String, notices: Int) throws {
        var harness = try CoreHarness()
        let path = venue == "binance" ? "/spot/stream" : "/spot/v5/public/spot"
        #expect(harness.connect(1, "/\(venue)\(path)") == nil)
        let answer = harness.core.control(
            path: "/control/shutdown", query: ["milliseconds=1000", "venue=\(venue)"], harness.time)
        #expect(answer.body == "{\"connections\":1}")
        harness.pass(milliseconds: 500)
        #expect(harness.frames[1]?.count ?? 0 == notices && harness.ended.isEmpty)
        harness.pass(milliseconds: 600)
        #expect(harness.ended == [.close(connection: 1, code: 1001)])
    }

    @Test("a subscription that is forgotten falls silent without a word, and can be had again")
    func forget() throws {
        var (harness, number) = try Self.subscribed()
        let frame = #"{"op":"unsubscribe","args":["orderbook.200.BTCUSDT"]}"#
        func books() -> Int {
            (harness.frames[number] ?? []).count {
                String(decoding: $0, as: UTF8.self).contains("orderbook.200.BTCUSDT")
            }
        }
        harness.step(100)
        let before = books()
        #expect(before > 1)
        let all = harness.frames[number]?.count
        let answer = harness.core.control(path: "/control/forget", query: ["frame=\(frame)"], harness.time)
        harness.drain()
        #expect(answer.status == 200 && harness.frames[number]?.count == all)
        harness.step(100)
        #expect(books() == before)
        harness.send(#"{"op":"subscribe","args":["orderbook.200.BTCUSDT"]}"#, on: number)
        #expect(books() == before + 1)
    }

    @Test(
        "nonsense is refused with what is wrong",
        arguments: [
            "kind=explode", "probability=0.5", "kind=drop&probability=2", "kind=drop&count=x", "kind=drop&colour=red",
            "kind=garbage&garbage=none", "kind",
        ])
    func nonsense(text: String) {
        #expect(throws: SimulatorError.self) { try FaultRule(parsing: text) }
    }

    @Test("over the wire: cut off in mid-frame, closed with a code, refused, limited")
    func wire() async throws {
        let simulator = try VenueSimulator()
        try simulator.start()
        defer { simulator.stop() }
        let client = try Client()
        let endpoints = simulator.endpoints(venue: "bybit", product: .linear)
        let url = endpoints.webSocket[0] + "/v5/public/linear"
        let subscribe = #"{"op":"subscribe","args":["orderbook.50.BTCUSDT"]}"#

        try simulator.control("fault?kind=cutoff&count=1")
        let cut = try await client.connect(url, saying: [subscribe]).wait { $0.reason != nil }
        #expect(cut.reason == .connectionLost)

        try simulator.control("fault?kind=disconnect&count=1&code=1011")
        let closed = try await client.connect(url, saying: [subscribe]).wait { $0.reason != nil }
        #expect(closed.reason == .peer(code: 1011, text: ""))

        try simulator.control("fault?kind=refuse&count=1&code=429")
        let refused = try await client.connect(url).wait { $0.reason != nil }
        #expect(refused.reason == .refused(status: 429, retryAfter: nil))

        try simulator.control("fault?kind=limit&count=1&retry_after=7")
        let path = "/v5/market/instruments-info?category=linear"
        let limited = try await client.get(endpoints.rest[0] + path)
        #expect(limited.status == 429)
        #expect(limited.header("retry-after") == "7")
        #expect(try await client.get(endpoints.rest[0] + path).status == 200)

        let report = try JSONSerialization.jsonObject(with: Data(try simulator.control("truth").utf8)) as? [String: Any]
        #expect(report?["faults"] as? [String: Int] == ["cutoff": 1, "disconnect": 1, "refuse": 1, "limit": 1])
    }
}
