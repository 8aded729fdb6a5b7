import Foundation
import Kafka
import MarketData
import PipelineSupport
import Simulator
import Spool
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

/// The producer with its spool, against the simulator and the embedded broker.
@Suite("Producer with a spool", .serialized)
struct SpoolServiceTests {
    private static func options(rate: Double = 200) throws -> PipelineOptions {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.book, .trade])])
        options.simulation.framesPerSecond = rate
        return options
    }

    @Test("frames that came while Kafka was away bear the time at which they came")
    func receiveTime() async throws {
        let options = try Self.options()
        let (records, back, before) = try await onOwnThread {
            let run = try RunningProducer(options, isBrokerUp: false)
            defer { run.stop() }
            try run.wait(for: "frames") { run.total("tapedeck_frames_total") > 200 }
            let (frames, back) = (run.total("tapedeck_frames_total"), Int64(Date().timeIntervalSince1970 * 1e9))
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "records") { run.raw("bybit").count > frames + 100 }
            return (run.raw("bybit"), back, frames)
        }
        let times = records.compactMap { $0.headers["ts_recv"].flatMap { Int64($0) } }
        #expect(times.count == records.count)
        #expect(times == times.sorted())
        #expect(times.count { $0 < back } >= before)
    }

    @Test("a producer that is killed while Kafka is away publishes all that it had received when it starts again")
    func killed() async throws {
        let options = try Self.options()
        let (sessions, received, journaled) = try await onOwnThread {
            let run = try RunningProducer(
                options, isBrokerUp: false, process: ProducerProcess(metricsPort: FreePort.find()))
            defer { run.stop() }
            var received = 0
            for round in 1...2 {
                try run.wait(for: "frames") { run.total("tapedeck_frames_total") > 150 * round }
                received += run.total("tapedeck_frames_total")
                try run.restart()
            }
            try run.wait(for: "the process") { run.total("tapedeck_spool_resumed_records_total") > 0 }
            let journaled = run.total("tapedeck_spool_resumed_records_total")
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "the third session") { Self.sessions(run).numbers.count == 3 }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_spool_records") == 0 }
            try run.restart(asProcess: false)
            try run.wait(for: "the fourth session") { Self.sessions(run).numbers.count == 4 }
            run.service.stop()
            try run.wait(for: "its end") { run.raw("bybit").last?.text.contains("disconnected") == true }
            return (Self.sessions(run), received, journaled)
        }
        #expect(sessions.areWhole)
        #expect(sessions.changed == 0)
        #expect(sessions.repeated == 0)
        #expect(received > 450)
        #expect(journaled >= received)
        #expect(sessions.numbers[0].count + sessions.numbers[1].count == journaled)
    }

    @Test("a producer that ends while Kafka is away says what stays, and the next one publishes it")
    func graceful() async throws {
        let options = try Self.options()
        let (sessions, log) = try await onOwnThread {
            let run = try RunningProducer(options, isBrokerUp: false)
            defer { run.stop() }
            try run.wait(for: "frames") { run.total("tapedeck_frames_total") > 200 }
            let log = run.service.log
            try run.restart()
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "both sessions") {
                let sessions = Self.sessions(run)
                return sessions.numbers.count == 2 && sessions.numbers[1].count > 50
            }
            return (Self.sessions(run), log.lines)
        }
        #expect(sessions.areWhole)
        #expect(sessions.repeated == 0)
        #expect(sessions.numbers[0].count > 200)
        #expect(log.contains { $0.hasPrefix("warning records stay in the spool") })
        #expect(!log.contains { $0.contains("frames were lost") })
    }

    @Test("a full spool stops the reading, says so, and goes on without a hole when Kafka is back")
    func full() async throws {
        var options = try Self.options(rate: 1000)
        let folder = try ScratchFolder()
        var spool = SpoolConfig(directory: folder.url.path, megabytes: 1)
        spool.segmentBytes = 256 << 10
        options.spool = spool
        let chosen = options
        let (sessions, lines, lost) = try await onOwnThread {
            let run = try RunningProducer(chosen, isBrokerUp: false)
            defer { run.stop() }
            try run.wait(for: "a full spool") { run.total("tapedeck_spool_full_total") > 0 }
            // What the socket and the loop hold already still comes; then nothing does.
            var (seen, quiet) = (0, 0)
            try run.wait(for: "the end of reading") {
                let frames = run.total("tapedeck_frames_total")
                quiet = frames == seen ? quiet + 1 : 0
                seen = frames
                return quiet == 50
            }
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "frames again") { run.total("tapedeck_frames_total") > seen + 500 }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_spool_records") == 0 }
            let lost =
                run.total("tapedeck_unpublished_frames_total") + run.total("tapedeck_lost_records_total")
                + run.total("tapedeck_spool_disk_errors_total")
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").last?.text.contains("disconnected") == true }
            return (Self.sessions(run), run.service.log.lines, lost)
        }
        #expect(sessions.areWhole)
        #expect(sessions.repeated == 0)
        #expect(lost == 0)
        #expect(lines.contains { $0.hasPrefix("error the spool is full: reading stops") })
        #expect(lines.contains { $0.hasPrefix("notice the spool has room again: reading goes on") })
    }

    @Test("frames that the broker refuses for want of rights are published again, all of them")
    func refused() async throws {
        let options = try Self.options()
        let (sessions, retries, lost) = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            for _ in 0..<2 {
                let seen = run.raw("bybit").count
                try run.wait(for: "records") { run.raw("bybit").count > seen + 50 }
                let retries = run.total("tapedeck_spool_retries_total")
                run.broker.refuseNext([.notAuthorized, .notAuthorized, .notAuthorized])
                try run.wait(for: "a refusal") { run.total("tapedeck_spool_retries_total") > retries }
            }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_spool_records") == 0 }
            let (retries, lost) = (run.total("tapedeck_spool_retries_total"), run.total("tapedeck_lost_records_total"))
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").contains { $0.text.contains("disconnected") } }
            return (Self.sessions(run), retries, lost)
        }
        #expect(Set(sessions.numbers[0]) == Set(0..<sessions.numbers[0].count))
        #expect(sessions.changed == 0)
        #expect(retries >= 2)
        #expect(lost == 0)
    }

    @Test("a record that is larger than the topic allows is lost, counted, and holds up nothing")
    func tooLarge() async throws {
        let options = try Self.options()
        let (numbers, lost) = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "records") { run.raw("bybit").count > 50 }
            run.broker.refuseNext([.tooLarge])
            try run.wait(for: "the loss") { run.total("tapedeck_lost_records_total") > 0 }
            let lost = run.total("tapedeck_lost_records_total")
            let seen = run.raw("bybit").count
            try run.wait(for: "records behind it") { run.raw("bybit").count > seen + 50 }
            return (Self.sessions(run).numbers[0], lost)
        }
        #expect(numbers == numbers.sorted())
        #expect(try #require(numbers.last) + 1 - numbers.count == lost)
    }

    @Test(
        "a Kafka client that breaks for good is replaced: no connection ends, every frame is published",
        arguments: [EmbeddedBroker.Refusal.notIdempotent, .outOfOrder])
    func broken(by refusal: EmbeddedBroker.Refusal) async throws {
        let options = try Self.options()
        let (sessions, renewals, lines) = try await onOwnThread {
            let run = try RunningProducer(options, isBrokerUp: refusal == .outOfOrder)
            defer { run.stop() }
            try run.wait(for: "frames") { run.total("tapedeck_frames_total") > 100 }
            run.broker.refuseNext([refusal])
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "a new client") { run.total("tapedeck_kafka_clients_renewed_total") > 0 }
            let seen = run.raw("bybit").count
            try run.wait(for: "records of the new client") { run.raw("bybit").count > seen + 200 }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_spool_records") == 0 }
            let renewals = run.total("tapedeck_kafka_clients_renewed_total")
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").last?.text.contains("disconnected") == true }
            return (Self.sessions(run), renewals, run.service.log.lines)
        }
        #expect(sessions.numbers.count == 1)
        #expect(sessions.areWhole)
        #expect(sessions.changed == 0)
        #expect(renewals == 1)
        #expect(lines.contains { $0.hasPrefix("error the Kafka client broke for good: a new one takes its place") })
    }

    @Test("without a spool a broken client is replaced as well: no connection ends, what it held is counted as lost")
    func brokenWithoutSpool() async throws {
        var options = try Self.options()
        options.spool = SpoolConfig(directory: "", megabytes: 0)
        let chosen = options
        let (sessions, lost) = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "records") { run.raw("bybit").count > 100 }
            run.broker.refuseNext([.outOfOrder])
            try run.wait(for: "a new client") { run.total("tapedeck_kafka_clients_renewed_total") > 0 }
            let seen = run.raw("bybit").count
            try run.wait(for: "records of the new client") { run.raw("bybit").count > seen + 200 }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_unacknowledged_records") == 0 }
            let lost = run.total("tapedeck_lost_records_total")
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").last?.text.contains("disconnected") == true }
            return (Self.sessions(run), lost)
        }
        let numbers = try #require(sessions.numbers.first)
        #expect(sessions.numbers.count == 1)
        #expect(numbers == numbers.sorted())
        #expect(try #require(numbers.last) + 1 - numbers.count <= lost)
        #expect(lost > 0)
    }

    @Test("a spool that cannot be made ends the producer with the reason")
    func unusable() async throws {
        let folder = try ScratchFolder()
        _ = try folder.file("file")
        var options = try Self.options()
        options.spool = SpoolConfig(directory: folder.path("file"), megabytes: 64)
        let chosen = options
        await #expect {
            try await onOwnThread {
                let run = try RunningProducer(chosen)
                defer { run.stop() }
                try run.wait(for: "the end") { false }
            }
        } throws: { error in
            "\(error)".contains("the producer ended: spool: cannot create") && "\(error)".contains("Not a directory")
        }
    }

    private static func sessions(_ run: RunningProducer) -> RecordedSessions { RecordedSessions(run.raw("bybit")) }
}
