package import MarketData

/// The open buckets of one partition. It accepts documents and decides which buckets should become files, without clock or I/O.
///
/// A bucket closes when the event time of its symbol is past the end of the minute by the grace time. It also closes when the
/// minute is over by the clock and it has received no record for the idle time. Without the second rule a quiet symbol would
/// wait for ever; without its first condition a symbol that trades every twenty seconds would fill three files a minute.
/// Finally, a bucket closes when it is full or too old. An event that arrives after its minute has closed opens the minute
/// again for a new file, which closes when idle.
package struct MinuteBuckets {
    private let limits: BucketLimits
    private var open: [BucketKey: OpenBucket] = [:]
    private var watermarks: [SymbolID: Int64] = [:]
    /// The number of waiting documents.
    private(set) var rows = 0
    /// Their size in bytes.
    private(set) var bytes = 0
    /// Whether a bucket is full, so that buckets should be closed now.
    private(set) var hasFullBucket = false

    package init(limits: BucketLimits) { self.limits = limits }

    /// The number of open buckets.
    var count: Int { open.count }

    /// All open buckets, in the order of their first offsets.
    package var all: [OpenBucket] { open.values.sorted { $0.firstOffset < $1.firstOffset } }

    /// The lowest waiting offset.
    var lowestOffset: Int64? { open.values.lazy.map(\.firstOffset).min() }

    /// When the oldest bucket was opened.
    var oldestTime: Timestamp? { open.values.lazy.map(\.openedAt).min() }

    /// Adds a document. Returns whether it is late, because its minute was already over for its symbol.
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

    /// Removes buckets that have become files.
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
