import Foundation
import MarketData
import PipelineSupport
import Simulator
import Synchronization
import Testing
import VenueKit
import Venues
import WebSocket

@testable import ProducerCore

/// What a session may need beyond a WebSocket of texts that name what they are of.
@Suite("Readers of sessions", .serialized)
struct SessionReaderTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    @Test("a session learns its address, remembers what a number stands for, and hands binary frames on as they came")
    func session() async throws {
        let bybit = try #require(VenueRegistry.venue(named: "bybit"))
        let server = NumberedServer()
        try server.start()
        defer { server.loop.stop() }
        let port = server.port
        let records = try await onOwnThread {
            let run = try RunningProducer(
                PipelineOptions([.init(bybit, .linear, symbols: ["BTCUSDT"], kinds: [.trade])])
            ) { config, _ in
                let venue = NumberedVenue()
                config.venue = venue
                config.policies = [.linear: venue.policy(for: .linear)]
                // The key of a provider of nodes stands in the path.
                config.endpoints = [
                    .linear: VenueEndpoints(
                        webSocket: ["ws://127.0.0.1:1"], rest: ["http://127.0.0.1:\(port)/v3/\(Self.key)"])
                ]
            }
            defer { run.stop() }
            func records(_ kind: String) -> [TapeRecord] { run.raw("bybit").filter { $0.headers["kind"] == kind } }
            try run.wait(for: "binary frames") { records("bin").count == 3 }
            try run.wait(for: "an answer over REST") { records("rest").count == 1 }
            try run.wait(for: "heartbeats, as often as the venue said") {
                server.seen.withLock { $0.frames.count { $0 == #"{"op":"ping"}"# } >= 5 }
            }
            server.say(#"{"are you there":1}"#)
            try run.wait(for: "a reply") { server.seen.withLock { $0.frames.contains(#"{"yes":1}"#) } }
            server.say(#"{"bye":1}"#)
            try run.wait(for: "the successor's frames") { records("bin").count == 6 }
            for line in run.service.log.lines { #expect(!line.contains(Self.key), "\(line)") }
            return run.raw("bybit")
        }
        // Two answers without an address, then one for each session.
        let seen = server.seen.withLock { $0 }
        #expect(seen.bodies["token"] == Array(repeating: #"{"want":"token"}"#, count: 4))
        #expect(seen.tokens == ["3", "4"] && seen.refused == 0)
        let binary = records.filter { $0.headers["kind"] == "bin" }
        #expect(binary.allSatisfy { $0.value == NumberedServer.data && $0.headers["request"] == NumberedVenue.topic })
        // What came as text names itself.
        let texts = records.filter { $0.headers["kind"] == "ws" }
        #expect(texts.count >= 4 && texts.allSatisfy { $0.headers["request"] == nil })
        let answers = records.filter { $0.headers["kind"] == "rest" }
        #expect(answers.first?.headers["request"] == #"/rpc {"method":"latest"}"#)
        #expect(seen.bodies["rpc"]?.first == #"{"method":"latest"}"#)
        // Tokens must not be shown.
        let events = records.filter { $0.headers["kind"] == "event" }.map(\.text)
        #expect(events.contains { $0.contains("session?token=***") })
        for record in records {
            #expect(!record.text.contains("token=3") && !"\(record.headers)".contains(Self.key))
        }
    }
}
