import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues
import WebSocket

/// The producer against the simulator and the embedded broker.
@Suite("Producer", .serialized)
struct ProducerServiceTests {
    private static func bybit(_ product: Product = .linear, kinds: [EventKind] = [.book, .trade]) throws
        -> PipelineOptions
    {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, product, symbols: ["BTCUSDT"], kinds: kinds)])
        options.simulation.framesPerSecond = 200
        return options
    }

    @Test("frames are published byte for byte, in order, with the headers of a raw record")
    func verbatim() async throws {
        // Spaces and the order of keys are the venue's business: no byte may change.
        let frames = [
            #"{ "topic" : "publicTrade.BTCUSDT","type":"snapshot","ts":1700000000001,"data":[{"T":1700000000000,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"37000.10","L":"PlusTick","i":"a1","BT":false}]}"#,
            #"{"ts":1700000000002,"type":"snapshot","topic":"publicTrade.BTCUSDT","data":[{"i":"a2","T":1700000000001,"p":"37000.1","v":"1e0","S":"Sell","s":"BTCUSDT","L":"MinusTick","BT":false}]}"#,
            #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1700000000003,"data":[{"T":1700000000002,"s":"BTCUSDT","S":"Buy","v":"0.5","p":"37000.20","L":"PlusTick","i":"ä3","BT":true}]}"#,
        ]
        let folder = try ScratchFolder()
        let file = folder.url.appending(path: "bybit/hand/trades.frames.jsonl")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((frames.joined(separator: "\n") + "\n").utf8).write(to: file)
        // A recording without an address is taken for one of the venue's first product.
        var options = try Self.bybit(.spot, kinds: [.trade])
        options.simulation.frames = [file.path]
        options.simulation.ignoresSubscriptions = true
        let (chosen, start) = (options, Date())
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "the frames") {
                run.raw("bybit").count { $0.text.contains("publicTrade") } >= frames.count
            }
            return run.raw("bybit")
        }
        let trades = records.filter { $0.headers["kind"] == "ws" && $0.text.contains("\"data\"") }
        #expect(trades.map(\.text) == frames)
        for record in records {
            #expect(record.key == "bybit/primary/spot-0")
            #expect(record.headers["product"] == "spot")
            #expect(record.headers["endpoint"]?.hasPrefix("ws://") == true)
            #expect(record.headers["session"] == records[0].headers["session"])
            let received = Int64(record.headers["ts_recv"] ?? "") ?? 0
            #expect(received > Int64(start.timeIntervalSince1970 * 1e9))
        }
        #expect(records.map { $0.headers["frame"] } == records.indices.map { "\($0)" })
    }

    @Test("the answer to a request bears the request, and every connection tells of its life")
    func requestsAndEvents() async throws {
        let options = try Self.bybit(kinds: [.book, .instrument])
        let records = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "the answer") { run.raw("bybit").contains { $0.headers["kind"] == "rest" } }
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").contains { $0.text.contains("disconnected") } }
            return run.raw("bybit")
        }
        let answer = try #require(records.first { $0.headers["kind"] == "rest" })
        #expect(answer.headers["request"] == "/v5/market/instruments-info?category=linear&limit=1000")
        #expect(answer.text.contains("BTCUSDT"))
        #expect(records.allSatisfy { ($0.headers["kind"] == "rest") == ($0.headers["request"] != nil) })
        let events = records.filter { $0.headers["kind"] == "event" }.map(\.text)
        #expect(events.count == 3)
        #expect(events[0].hasPrefix(#"{"state":"connected","reason":"ws://"#))
        #expect(events[1].hasPrefix(#"{"state":"subscribed""#))
        #expect(events[2].hasPrefix(#"{"state":"disconnected""#))
        #expect(records[0].text == events[0])
    }

    @Test("a connection that breaks is made again: another session, frames from 0")
    func reconnects() async throws {
        var options = try Self.bybit()
        options.simulation.faults = [try FaultRule(parsing: "kind=cutoff&probability=0.05&count=2&seed=3")]
        let chosen = options
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "three sessions") {
                let last = run.raw("bybit").last?.headers["session"]
                let records = run.raw("bybit")
                return Set(records.compactMap { $0.headers["session"] }).count == 3
                    && records.count { $0.headers["session"] == last } > 20
            }
            return run.raw("bybit")
        }
        let sessions = Dictionary(grouping: records) { $0.headers["session"] ?? "" }
        #expect(sessions.count == 3)
        var ended = 0
        for frames in sessions.values {
            #expect(frames.map { $0.headers["frame"] } == frames.indices.map { "\($0)" })
            #expect(frames[0].text.contains(#""state":"connected""#))
            if frames[frames.count - 1].text.contains(#""state":"disconnected""#) { ended += 1 }
        }
        #expect(ended == 2)
        // Nothing of half a frame comes through.
        #expect(records.allSatisfy { $0.text.hasSuffix("}") })
    }

    @Test("a venue that asks to wait is asked again after its Retry-After")
    func retryAfter() async throws {
        var options = try Self.bybit(kinds: [.book, .instrument])
        options.simulation.faults = [try FaultRule(parsing: "kind=limit&count=2&retry_after=2")]
        let chosen = options
        let (records, failures) = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "the answer") { run.raw("bybit").contains { $0.headers["kind"] == "rest" } }
            return (run.raw("bybit"), run.service.total("tapedeck_request_failures_total"))
        }
        #expect(failures == 2)
        // Without the header the two waits would be 0.5 and 1 second.
        let subscribed = try #require(records.first { $0.text.contains(#""subscribed""#) }?.headers["ts_recv"])
        let answered = try #require(records.first { $0.headers["kind"] == "rest" }?.headers["ts_recv"])
        let waited = try #require(Int64(answered)) - #require(Int64(subscribed))
        #expect(waited >= 4_000_000_000)
    }

    @Test(
        "an error over REST is logged with the venue's words and asked again, also when its status is 200",
        arguments: [500, 200])
    func errorsOverREST(status: Int) async throws {
        let venue = try #require(VenueRegistry.venue(named: "binance"))
        var options = PipelineOptions([.init(venue, .spot, symbols: ["BTCUSDT"], kinds: [.book])])
        options.simulation.framesPerSecond = 100
        options.simulation.faults = [try FaultRule(parsing: "kind=limit&count=2&code=\(status)")]
        let chosen = options
        let (answers, failures, lines) = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "the snapshot") { run.raw("binance").contains { $0.headers["kind"] == "rest" } }
            return (
                run.raw("binance").filter { $0.headers["kind"] == "rest" }.map(\.text),
                run.service.total("tapedeck_request_failures_total"), run.service.log.lines
            )
        }
        #expect(failures == 2)
        #expect(answers.allSatisfy { $0.contains("lastUpdateId") })
        #expect(lines.contains { $0.contains("HTTP \(status): -1003: Too many requests") })
    }

    @Test("TLS with a private authority works for WebSocket and REST when its file is named")
    func privateAuthority() async throws {
        let authority = try TestAuthority.shared.get()
        var options = try Self.bybit(kinds: [.book, .instrument])
        options.simulation.server.certificateFile = authority.localhost.certificateFile
        options.simulation.server.keyFile = authority.localhost.keyFile
        options.caFile = authority.caFile
        let chosen = options
        let kinds = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "frames and an answer") {
                Set(run.raw("bybit").compactMap { $0.headers["kind"] }) == ["ws", "rest", "event"]
            }
            return run.raw("bybit").map { $0.headers["endpoint"]?.prefix(6) ?? "" }
        }
        #expect(Set(kinds) == ["wss://"])
    }

    @Test("a certificate of another authority is refused, and nothing is recorded")
    func wrongAuthority() async throws {
        let authority = try TestAuthority.shared.get()
        var options = try Self.bybit()
        options.simulation.server.certificateFile = authority.localhost.certificateFile
        options.simulation.server.keyFile = authority.localhost.keyFile
        options.caFile = authority.otherCAFile
        let chosen = options
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "two refusals") { run.service.total("tapedeck_connect_failures_total") >= 2 }
            return run.raw("bybit")
        }
        #expect(records.isEmpty)
    }
}
