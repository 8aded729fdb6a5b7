import Foundation
import Kafka
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

/// A producer whose Kafka is not there: it keeps what it receives and goes on when Kafka appears.
@Suite("Producer without Kafka", .serialized)
struct KafkaAwayTests {
    private static func options() throws -> PipelineOptions {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.book, .trade])])
        options.simulation.framesPerSecond = 200
        return options
    }

    @Test("Kafka that is absent at the start is waited for, and every frame since the connect arrives")
    func absentAtStart() async throws {
        let options = try Self.options()
        let (records, errors) = try await onOwnThread {
            let run = try RunningProducer(options, isBrokerUp: false)
            defer { run.stop() }
            try run.wait(for: "frames") { run.service.total("tapedeck_frames_total") > 200 }
            try run.wait(for: "an error that is told") { run.service.total("tapedeck_kafka_errors_total") > 0 }
            try run.broker.setBroker(isUp: true)
            return (try Self.finish(run), run.service.log.lines.filter { $0.contains("Kafka error") })
        }
        #expect(records.numbers == Array(0..<records.numbers.count))
        #expect(records.frames > 200)
        #expect(records.published >= records.frames)
        #expect(records.lost == 0)
        #expect(!errors.isEmpty)
    }

    @Test("Kafka that goes away in mid-flight costs no frame and repeats none")
    func awayInMidFlight() async throws {
        let options = try Self.options()
        let records = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            for _ in 0..<3 {
                var seen = run.raw("bybit").count
                try run.wait(for: "records") { run.raw("bybit").count > seen + 50 }
                try run.broker.setBroker(isUp: false)
                seen = run.service.total("tapedeck_frames_total")
                try run.wait(for: "frames while Kafka is away") {
                    run.service.total("tapedeck_frames_total") > seen + 100
                }
                try run.broker.setBroker(isUp: true)
            }
            return try Self.finish(run)
        }
        #expect(records.numbers == Array(0..<records.numbers.count))
        #expect(records.published >= records.frames)
        #expect(records.lost == 0)
    }

    /// What was received and what is on Kafka in the end.
    private struct Outcome: Sendable {
        /// The numbers that the producer gave its records, in the order of Kafka.
        var numbers: [Int] = []
        /// Frames of the WebSocket that the producer counted.
        var frames = 0
        /// Frames of the WebSocket that are on Kafka.
        var published = 0
        /// Records that the producer says it could not publish.
        var lost = 0
    }

    /// Ends the producer and reads the rest.
    private static func finish(_ run: RunningProducer) throws -> Outcome {
        try run.simulator.control("pause")
        try run.wait(for: "the acknowledgements") { run.service.total("tapedeck_unacknowledged_records") == 0 }
        run.service.stop()
        var outcome = Outcome()
        outcome.frames = run.service.total("tapedeck_frames_total")
        try run.wait(for: "the last records") {
            run.raw("bybit").contains { $0.text.contains("disconnected") }
        }
        let records = run.raw("bybit")
        outcome.numbers = records.compactMap { $0.headers["frame"].flatMap { Int($0) } }
        outcome.published = records.count { $0.headers["kind"] == "ws" }
        outcome.lost =
            run.service.total("tapedeck_lost_records_total") + run.service.total("tapedeck_unpublished_frames_total")
        return outcome
    }
}
