import Archive
import MarketData
import Simulator
import TestSupport

@testable import ArchiverCore

/// A log and an archiver that dies and comes back: everything but the disk and the committed offset goes with it.
struct SimulatedArchiver {
    /// A record of the log.
    struct Record {
        let offset: Int64
        let symbol: SymbolID
        let time: Timestamp
        /// Whether it goes to the dead letters.
        let isDead: Bool
    }

    let log: [Record]
    let disk = MemoryDisk()
    private(set) var committed: Int64?
    private(set) var deaths = 0
    private var generator: SeededGenerator
    private var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    private var limits = BucketLimits()

    /// A log of several symbols, some quiet, over some minutes, with holes between offsets, late events, dead letters.
    init(seed: UInt64, records: Int = 200) {
        generator = SeededGenerator(seed: seed)
        var offset: Int64 = 0
        var time: Int64 = 1_700_000_000_000_000_000
        var log: [Record] = []
        for _ in 0..<records {
            offset += generator.next() % 10 == 0 ? 3 : 1
            time += Int64(generator.next() % 2_500_000_000)
            let lateness = generator.next() % 12 == 0 ? Int64(generator.next() % 200_000_000_000) : 0
            let symbol = SymbolID(index: Int32(generator.next() % 8 == 0 ? 3 : generator.next() % 3))
            log.append(
                Record(
                    offset: offset, symbol: symbol, time: Timestamp(nanoseconds: time - lateness),
                    isDead: generator.next() % 15 == 0))
        }
        self.log = log
        limits.maxRowsPerFile = 20
        limits.maxRanges = generator.next() % 3 == 0 ? 2 : 1000
    }

    /// Runs until the log is archived, dying where the disk fails, `retries` saying whether the process outlives that.
    mutating func run(retries: Bool = false, failsAgain: (inout SeededGenerator) -> Int? = { _ in nil }) throws {
        while true {
            do {
                try live(retries: retries, failsAgain)
                return
            } catch {
                deaths += 1
                disk.failsAt = failsAgain(&generator).map { disk.points + $0 }
            }
        }
    }

    /// One life of the process.
    private mutating func live(
        retries: Bool, _ failsAgain: (inout SeededGenerator) -> Int?
    ) throws(ArchiveError) {
        let archive = try PartitionArchive(
            TopicPartition(topic: "t", partition: 0), limits: limits, storage: MemoryStorage(disk: disk),
            committed: committed, logEnd: (log.last?.offset ?? -1) + 1)
        let start = archive.start ?? 0
        var rest = log.drop { $0.offset < start }
        while !rest.isEmpty {
            for record in rest.prefix(Int(generator.next() % 20) + 1) {
                take(record, archive)
                rest = rest.dropFirst()
                if archive.hasFullBucket { try close(archive, .due, retries: retries, failsAgain) }
            }
            now.nanoseconds += Int64(generator.next() % 12_000_000_000)
            try close(archive, generator.next() % 10 == 0 ? .heaviest : .due, retries: retries, failsAgain)
            try disk.point()
            // A commit may be lost, as asynchronous ones are.
            if generator.next() % 3 != 0 { committed = archive.committable ?? committed }
        }
        try close(archive, .all, retries: retries, failsAgain)
        committed = archive.committable ?? committed
    }

    private func take(_ record: Record, _ archive: PartitionArchive<MemoryStorage>) {
        guard !record.isDead, !archive.isKnown(record.offset) else { return archive.pass(record.offset) }
        _ = withUnsafeBytes(of: record.offset) {
            archive.append($0, at: record.offset, symbol: record.symbol, time: record.time, now: now)
        }
    }

    private mutating func close(
        _ archive: PartitionArchive<MemoryStorage>, _ choice: BucketChoice, retries: Bool,
        _ failsAgain: (inout SeededGenerator) -> Int?
    ) throws(ArchiveError) {
        while true {
            do throws(ArchiveError) {
                _ = try archive.close(choice, now: now)
                return
            } catch {
                guard retries else { throw error }
                disk.failsAt = failsAgain(&generator).map { disk.points + $0 }
            }
        }
    }
}
