import Archive
import MarketData

@testable import ArchiverCore

/// The archiver's buckets, paths and tables: a document a line, of any topic.
struct ArchiveFuzz: ~Copyable {
    private let reader = DocumentReader()
    /// By table; a bucket is of one topic.
    private var buckets: [String: MinuteBuckets] = [:]
    private var tables: [String: ArchiveTable] = [:]
    private var offset: Int64 = 0
    private var taken = 0
    private var now: Int64 = 1_700_000_000_000_000_000

    init() {}

    /// Takes a document.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(line)
        now += 1_000_000_000
        offset += 1
        let clock = Timestamp(nanoseconds: now)
        for kind in TopicName.kinds {
            guard let place = try? reader.place(of: bytes, in: kind.topicName) else { continue }
            taken += 1
            _ = buckets[kind.topicName, default: MinuteBuckets(limits: BucketLimits())].append(
                bytes, at: offset, symbol: place.symbol, time: place.time, now: clock)
            if tables[kind.topicName] == nil { tables[kind.topicName] = ArchiveTable(for: kind.declaration) }
        }
        for name in tables.keys { close(buckets[name]?.closable(now: clock) ?? [], name) }
    }

    /// Closes what is open: each document is in one row.
    mutating func finish() {
        for name in tables.keys { close(buckets[name]?.all ?? [], name) }
        let rows = tables.values.reduce(0) { $0 + $1.rows }
        if rows != taken { fatalError("\(taken) documents are \(rows) rows") }
    }

    private mutating func close(_ done: [OpenBucket], _ name: String) {
        guard let table = tables[name] else { return }
        let log = TopicPartition(topic: "market.\(name).v1", partition: 0)
        for bucket in done {
            _ = ArchivePath.path(
                table: name, version: table.version, of: reader.entry(of: bucket.key.symbol),
                minute: bucket.key.start, log: log, firstOffset: bucket.firstOffset)
            do throws(ArchiveError) {
                try bucket.append(to: table, by: reader, from: log)
            } catch {
                fatalError("a document that was taken cannot be archived: \(error)")
            }
        }
        buckets[name]?.remove(done)
    }
}
