import Kafka
import MarketData
import PipelineSupport
import Simulator
import Spool
import TestSupport
import Testing
import VenueKit
import Venues

/// A producer whose disk gives its spool no more room, long before the spool's own limit.
@Suite("Producer on a full disk", .serialized)
struct FullDiskTests {
    @Test(
        "reading stops with the disk's reason while Kafka is away, and goes on without a hole when it is back",
        .enabled(if: SmallDisk.isPossible, "this user may not mount a small file system"))
    func smallDisk() async throws {
        // Three files of 256 KiB fit, where the limit would allow for 64.
        let disk = try #require(try SmallDisk(bytes: 3 * 256 << 10 + 65_536))
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.book, .trade])])
        options.simulation.framesPerSecond = 1000
        var spool = SpoolConfig(directory: disk.folder.path("spool"), megabytes: 16)
        spool.segmentBytes = 256 << 10
        options.spool = spool
        let chosen = options
        let (sessions, lines, lost) = try await onOwnThread {
            let run = try RunningProducer(chosen, isBrokerUp: false)
            defer { run.stop() }
            try run.wait(for: "the disk's refusal") { run.total("tapedeck_spool_disk_errors_total") > 0 }
            try run.wait(for: "a full spool") { run.total("tapedeck_spool_full_total") > 0 }
            let seen = run.total("tapedeck_frames_total")
            try run.broker.setBroker(isUp: true)
            try run.wait(for: "frames again") { run.total("tapedeck_frames_total") > seen + 1500 }
            try run.simulator.control("pause")
            try run.wait(for: "the acknowledgements") { run.total("tapedeck_spool_records") == 0 }
            let lost = run.total("tapedeck_unpublished_frames_total") + run.total("tapedeck_lost_records_total")
            run.service.stop()
            try run.wait(for: "the end") { run.raw("bybit").last?.text.contains("disconnected") == true }
            return (RecordedSessions(run.raw("bybit")), run.service.log.lines, lost)
        }
        #expect(sessions.areWhole)
        #expect(sessions.repeated == 0)
        #expect(lost == 0)
        #expect(
            lines.contains {
                $0.hasPrefix("error the disk refuses the spool") && $0.contains("No space left on device")
            })
    }

    /// The limit of the shell on the size of files stands in for a full disk where nothing can be mounted.
    @Test("a process whose files may not grow ends with the reason and status 70, not by a signal")
    func fileSizeLimit() async throws {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        let options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.trade])])
        await #expect {
            try await onOwnThread {
                let run = try RunningProducer(
                    options, process: ProducerProcess(metricsPort: FreePort.find(), preparation: "ulimit -f 1024"))
                defer { run.stop() }
                try run.wait(for: "the end") { false }
            }
        } throws: { error in
            "\(error)".contains("tapedeck-producer ended with status 70")
        }
    }
}
