import Archive
import MarketData
import Simulator
import TestSupport
import Testing

@testable import ArchiverCore

@Suite("Archiver: each row exactly once")
struct ExactlyOnceTests {
    /// Holds what lies on the disk against the log.
    private func check(_ simulation: SimulatedArchiver, _ comment: Comment) {
        let rows = simulation.disk.published.values.flatMap(\.offsets).sorted()
        let wanted = simulation.log.filter { !$0.isDead }.map(\.offset)
        #expect(rows == wanted, comment)
        #expect(simulation.disk.staged.isEmpty, comment)
        #expect(simulation.committed == (simulation.log.last?.offset).map { $0 + 1 }, comment)
        let byOffset = Dictionary(uniqueKeysWithValues: simulation.log.map { ($0.offset, $0) })
        for (path, file) in simulation.disk.published {
            #expect(path == "\(file.key.symbol.index)/\(file.key.minute)/\(file.offsets[0])", comment)
            #expect(file.offsets == file.offsets.sorted(), comment)
            for offset in file.offsets {
                let record = byOffset[offset]
                #expect(record.map { BucketKey(symbol: $0.symbol, time: $0.time) } == file.key, comment)
            }
        }
    }

    @Test("without a failure", arguments: 1...20 as ClosedRange<UInt64>)
    func undisturbed(seed: UInt64) throws {
        var simulation = SimulatedArchiver(seed: seed)
        try simulation.run()
        check(simulation, "seed \(seed)")
        #expect(simulation.deaths == 0)
    }

    @Test("killed once, at every point there is", arguments: [7, 8, 9] as [UInt64])
    func killedAtEveryPoint(seed: UInt64) throws {
        var undisturbed = SimulatedArchiver(seed: seed)
        try undisturbed.run()
        try #require(undisturbed.disk.points > 100)
        for point in 0..<undisturbed.disk.points {
            var simulation = SimulatedArchiver(seed: seed)
            simulation.disk.failsAt = point
            try simulation.run()
            try #require(simulation.deaths == 1)
            check(simulation, "seed \(seed), point \(point)")
        }
    }

    @Test(
        "killed again and again, at random, in the middle of taking up again too",
        arguments: 1...200 as ClosedRange<UInt64>)
    func killedOften(seed: UInt64) throws {
        var simulation = SimulatedArchiver(seed: seed)
        simulation.disk.failsAt = 5
        var kills = 40
        try simulation.run { generator in
            kills -= 1
            return kills > 0 ? generator.below(30) : nil
        }
        #expect(simulation.deaths > 10)
        check(simulation, "seed \(seed)")
    }

    @Test("a disk that fails and heals while the process lives", arguments: 1...100 as ClosedRange<UInt64>)
    func failingDisk(seed: UInt64) throws {
        var simulation = SimulatedArchiver(seed: seed)
        simulation.disk.failsAt = 5
        var failures = 40
        try simulation.run(retries: true) { generator in
            failures -= 1
            return failures > 0 ? generator.below(30) : nil
        }
        check(simulation, "seed \(seed)")
    }

    private static let partition = TopicPartition(topic: "t", partition: 0)

    private func archive(
        _ disk: MemoryDisk, committed: Int64?, logEnd: Int64?
    ) throws -> PartitionArchive<MemoryStorage> {
        try PartitionArchive(
            Self.partition, limits: BucketLimits(), storage: MemoryStorage(disk: disk), committed: committed,
            logEnd: logEnd)
    }

    @Test(
        "it goes on at the later of manifest and commit",
        arguments: [
            (nil, nil, nil), (nil, 5, 5), (10, nil, 10), (10, 5, 10), (10, 20, 20),
        ] as [(Int64?, Int64?, Int64?)])
    func start(manifest: Int64?, committed: Int64?, expected: Int64?) throws {
        let disk = MemoryDisk()
        disk.manifest = manifest.map { ArchiveManifest(log: Self.partition, next: $0) }
        #expect(try archive(disk, committed: committed, logEnd: 100).start == expected)
    }

    @Test("a log that is shorter than what was archived of it is a new one: everything of it is archived")
    func newLog() throws {
        let disk = MemoryDisk()
        disk.manifest = ArchiveManifest(log: Self.partition, next: 1000, archived: OffsetRanges([1005...1010]))
        let first = try archive(disk, committed: 1000, logEnd: 10)
        #expect(first.isNewLog && first.start == 0 && !first.isKnown(3))
        // By the next start the log has outgrown the old offsets: that must not hide it.
        let second = try archive(disk, committed: nil, logEnd: 5000)
        #expect(!second.isNewLog && second.start == 0 && !second.isKnown(1005))
    }

    @Test("a file is never replaced: another log's file of the same name stays beside it")
    func neverReplaced() throws {
        let disk = MemoryDisk()
        for _ in 0..<2 {
            let archive = try archive(disk, committed: nil, logEnd: 0)
            _ = withUnsafeBytes(of: 1) {
                archive.append(
                    $0, at: 0, symbol: SymbolID(index: 0), time: Timestamp(nanoseconds: 0),
                    now: Timestamp(nanoseconds: 0))
            }
            _ = try archive.close(.all, now: Timestamp(nanoseconds: 0))
        }
        #expect(disk.published.keys.sorted() == ["0/0/0", "0/0/0.2"])
    }
}
