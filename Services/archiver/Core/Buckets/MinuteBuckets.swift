package import MarketData

/// The open buckets of one partition: takes documents in, says which buckets should become files. No clock, no I/O.
///
/// A bucket closes when its symbol's event time is past the minute's end by the grace; or, once the minute is over by
/// the clock too, when it has met no record for the idle time (a quiet symbol would otherwise wait for ever, and a
/// symbol that trades every twenty seconds would fill three files a minute); or when it is full or too old. An event
/// that comes after its minute has closed opens the minute again, for a file of its own, which closes when idle.
package struct MinuteBuckets {
    private let limits: BucketLimits
    private var open: [BucketKey: OpenBucket] = [:]
    private var watermarks: [SymbolID: Int64] = [:]
    /// How many documents wait.
    private(set) var rows = 0
    /// How many bytes they have.
    private(set) var bytes = 0
    /// Whether a bucket is full: then it is time to close what should be closed.
    private(set) var hasFullBucket = false

    package init(limits: BucketLimits) { self.limits = limits }

    /// How many buckets are open.
    var count: Int { open.count }

    /// All open buckets, in the order of their first offsets.
    package var all: [OpenBucket] { open.values.sorted { $0.firstOffset < $1.firstOffset } }

    /// The lowest offset that waits.
    var lowestOffset: Int64? { open.values.lazy.map(\.firstOffset).min() }

    /// When the bucket was opened that has waited longest.
    var oldestTime: Timestamp? { open.values.lazy.map(\.openedAt).min() }

    /// Takes a document in. Returns whether it is late: its minute was over for its symbol already.
    package mutating func append(
        _ document: UnsafeRawBufferPointer, at offset: Int64, symbol: SymbolID, time: Timestamp, now: Timestamp
    ) -> Bool {
        let key = BucketKey(symbol: symbol, time: time)
        let watermark = max(watermarks[symbol] ?? .min, time.nanoseconds)
        watermarks[symbol] = watermark
        let bucket: OpenBucket
        if let known = open[key] {
            bucket = known
        } else {
            bucket = OpenBucket(key, isLate: isPast(key, watermark), at: now)
            open[key] = bucket
        }
        bucket.append(document, at: offset, now: now)
        rows += 1
        bytes += document.count
        if isFull(bucket) { hasFullBucket = true }
        return bucket.isLate
    }

    /// The buckets that should become files now, in the order of their first offsets.
    package func closable(now: Timestamp) -> [OpenBucket] {
        open.values.filter { shouldClose($0, now) }.sorted { $0.firstOffset < $1.firstOffset }
    }

    /// The fewest buckets that hold at least half of the waiting bytes, in the order of their first offsets: what to
    /// close when memory is short.
    func heaviest() -> [OpenBucket] {
        var chosen: [OpenBucket] = []
        var freed = 0
        for bucket in open.values.sorted(by: { ($1.bytes, $0.firstOffset) < ($0.bytes, $1.firstOffset) }) {
            guard freed * 2 < bytes || chosen.isEmpty else { break }
            chosen.append(bucket)
            freed += bucket.bytes
        }
        return chosen.sorted { $0.firstOffset < $1.firstOffset }
    }

    /// Forgets buckets that have become files.
    package mutating func remove(_ buckets: [OpenBucket]) {
        for bucket in buckets {
            precondition(open.removeValue(forKey: bucket.key) === bucket, "a bucket becomes a file once")
            rows -= bucket.rows
            bytes -= bucket.bytes
        }
        hasFullBucket = open.values.contains(where: isFull)
    }

    private func shouldClose(_ bucket: OpenBucket, _ now: Timestamp) -> Bool {
        if isFull(bucket) || now.nanoseconds - bucket.openedAt.nanoseconds >= limits.maxOpen { return true }
        let isIdle = now.nanoseconds - bucket.touchedAt.nanoseconds >= limits.idle
        if bucket.isLate { return isIdle }  // more late events may follow
        return isPast(bucket.key, watermarks[bucket.key.symbol] ?? .min)
            || isIdle && isPast(bucket.key, now.nanoseconds)
    }

    private func isPast(_ key: BucketKey, _ time: Int64) -> Bool {
        let (edge, overflow) = key.end.addingReportingOverflow(limits.grace)
        return !overflow && time >= edge
    }

    private func isFull(_ bucket: OpenBucket) -> Bool {
        bucket.rows >= limits.maxRowsPerFile || bucket.bytes >= limits.maxBytesPerFile
    }
}
