import Foundation
import MarketData
import PipelineSupport
import Testing
import VenueKit

@testable import ProducerCore

/// Snapshots that grow old, against the simulator.
extension ReplacementTests {
    @Test("a session whose snapshots are old gives way to one that begins with new ones, and nothing is missed")
    func oldSnapshots() async throws {
        let options = try Self.options("bybit")
        let records = try await onOwnThread {
            let run = try RunningProducer(options) { config, _ in
                config.snapshotPeriod = SnapshotPeriod(nanoseconds: 8_000_000_000)
            }
            defer { run.stop() }
            try run.wait(for: "the end of the first session") {
                run.raw("bybit").contains { $0.text.contains("replaced: snapshots") }
            }
            run.service.stop()
            return run.raw("bybit")
        }
        let sessions = Self.sessions(records)
        let end = try #require(sessions[0].last)
        #expect(end.text.contains("replaced: snapshots"))
        #expect(try #require(sessions[1].first { $0.text.contains("\"snapshot\"") }).offset < end.offset)
    }

    @Test("a book whose snapshot comes over REST is asked for it when it flows, and again when that has grown old")
    func restSnapshots() async throws {
        let options = try Self.options("binance", .spot, pace: 20)
        let records = try await onOwnThread {
            let run = try RunningProducer(options) { config, _ in
                config.snapshotPeriod = SnapshotPeriod(nanoseconds: 4_000_000_000)
            }
            defer { run.stop() }
            try run.wait(for: "three snapshots") {
                run.raw("binance").count { $0.text.contains("lastUpdateId") } >= 3
            }
            #expect(run.service.total("tapedeck_scheduled_snapshots_total") >= 2)
            return run.raw("binance")
        }
        #expect(Self.sessions(records).count == 1)
        let snapshot = try #require(records.first { $0.text.contains("lastUpdateId") })
        let change = try #require(records.first { $0.text.contains("depthUpdate") })
        #expect(change.offset < snapshot.offset)
        // So the snapshot bridges: the first change is no newer than what follows it.
        let last = try #require(Int64(snapshot.text.firstMatch(of: /"lastUpdateId":([0-9]+)/)?.output.1 ?? ""))
        let first = try #require(Int64(change.text.firstMatch(of: /"U":([0-9]+)/)?.output.1 ?? ""))
        #expect(first <= last + 1)
    }
}
