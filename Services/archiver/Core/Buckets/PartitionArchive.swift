import Archive
import MarketData

/// Archives one partition: it accepts records, closes buckets in rounds, and knows which offset may be committed.
///
/// It guarantees that each record from the start offset on ends up in exactly one file, over any number of crashes. This relies
/// on three rules. All files of a round count as archived from the moment its manifest is replaced. The manifest lists the
/// archived offsets. A record whose offset is listed is not accepted again.
final class PartitionArchive<Storage: PartitionStorage> {
    /// The partition.
    let log: TopicPartition
    /// The offset to start reading at; nil if neither the manifest nor the group has one.
    let start: Int64?
    /// Whether the log ends below its archived offsets, so it is a new log of the same name.
    let isNewLog: Bool

    private let limits: BucketLimits
    private var storage: Storage
    private var buckets: MinuteBuckets
    private var archivedBefore: OffsetRanges
    private var position: Int64?
    private var round: Round?

    /// Opens a partition: finishes the round that a crash has interrupted, and determines where to continue.
    ///
    /// - Parameters:
    ///   - committed: the group's committed offset.
    ///   - logEnd: the offset of the log's next record.
    init(
        _ log: TopicPartition, limits: BucketLimits, storage: Storage, committed: Int64?, logEnd: Int64?
    ) throws(ArchiveError) {
        var storage = storage
        var manifest = try storage.loadManifest()
        try storage.publish(manifest?.pending ?? [])
        try storage.discardStaged()
        isNewLog = if let manifest, let logEnd { manifest.next > logEnd } else { false }
        if isNewLog {
            // This must happen now: by the next start the log may have grown past the old offsets, and this could not be
            // detected any more.
            let empty = ArchiveManifest(log: log, next: 0)
            try storage.replaceManifest(empty)
            manifest = empty
        }
        // A commit beyond the end of the log also belongs to the old log.
        let committed = committed.flatMap { $0 > logEnd ?? .max ? nil : $0 }
        switch (manifest?.next, committed) {
        case (let next?, let committed?): start = max(next, committed)
        case (let next, let committed): start = next ?? committed
        }
        archivedBefore = manifest?.archived.from(start ?? 0) ?? OffsetRanges()
        position = start
        buckets = MinuteBuckets(limits: limits)
        self.log = log
        self.limits = limits
        self.storage = storage
    }

    /// The number of open buckets.
    var openBuckets: Int { buckets.count }
    /// The number of waiting documents.
    var openRows: Int { buckets.rows }
    /// The size of the waiting documents in bytes.
    var openBytes: Int { buckets.bytes }
    /// When the oldest waiting document arrived.
    var oldestOpenTime: Timestamp? { buckets.oldestTime }
    /// Whether a bucket is full, so that `close` should be called before the next record.
    var hasFullBucket: Bool { buckets.hasFullBucket }
    /// Whether a round has failed halfway: no record may be added before `close` has finished it.
    var hasUnfinishedRound: Bool { round != nil }

    /// The offset that the group may commit: everything below is archived. nil before the first record.
    var committable: Int64? {
        // The buckets of a round that has failed halfway are still open here.
        buckets.lowestOffset ?? position
    }

    /// Whether a record is already archived or has been added.
    func isKnown(_ offset: Int64) -> Bool {
        if let position, offset < position { return true }
        return archivedBefore.contains(offset)
    }

    /// Adds a document. Returns whether it is late.
    func append(
        _ document: UnsafeRawBufferPointer, at offset: Int64, symbol: SymbolID, time: Timestamp, now: Timestamp
    ) -> Bool {
        precondition(!isKnown(offset) && round == nil)
        position = offset + 1
        return buckets.append(document, at: offset, symbol: symbol, time: time, now: now)
    }

    /// Skips a record that produces no row, because it is already known or a dead letter.
    func pass(_ offset: Int64) {
        precondition(round == nil)
        position = max(position ?? 0, offset + 1)
    }

    /// Writes buckets to files. If it throws, the next call continues the same round.
    ///
    /// - Returns: a summary of the round; nil if there was nothing to do.
    func close(_ choice: BucketChoice, now: Timestamp) throws(ArchiveError) -> RoundSummary? {
        if round == nil { round = makeRound(choice, now) }
        guard let buckets = round?.buckets, let manifest = round?.manifest else { return nil }
        if round?.isArchived == false {
            for (bucket, file) in zip(buckets, manifest.pending) {
                round?.bytes[file.staged] = try storage.stage(bucket, as: file.staged)
            }
            try storage.replaceManifest(manifest)
            round?.isArchived = true
        }
        try storage.publish(manifest.pending)
        let summary = RoundSummary(
            files: buckets.count, rows: buckets.reduce(0) { $0 + $1.rows },
            bytes: round?.bytes.values.reduce(0, +) ?? 0)
        self.buckets.remove(buckets)
        round = nil
        return summary
    }

    /// Releases the partition: open buckets are discarded, and another process may open it.
    func release() { storage.release() }

    /// The buckets of a round and the manifest that makes them archived.
    private struct Round {
        let buckets: [OpenBucket]
        let manifest: ArchiveManifest
        /// Whether the manifest has been replaced. Then files may have been moved already, and must not be staged again.
        var isArchived = false
        /// The sizes of the staged files.
        var bytes: [String: Int] = [:]
    }

    private func makeRound(_ choice: BucketChoice, _ now: Timestamp) -> Round? {
        let chosen =
            switch choice {
            case .due: buckets.closable(now: now)
            case .heaviest: buckets.heaviest()
            case .all: buckets.all
            }
        guard !chosen.isEmpty else { return nil }
        let manifest = manifest(closing: chosen)
        guard manifest.archived.runs.count > limits.maxRanges else { return Round(buckets: chosen, manifest: manifest) }
        // The remaining offsets are so scattered that the manifest would become too large.
        return Round(buckets: buckets.all, manifest: self.manifest(closing: buckets.all))
    }

    private func manifest(closing chosen: [OpenBucket]) -> ArchiveManifest {
        let closing = Set(chosen.map(\.key))
        var waiting: [Int64] = []
        for bucket in buckets.all where !closing.contains(bucket.key) { bucket.appendOffsets(to: &waiting) }
        waiting.sort()
        let end = position ?? 0
        let next = waiting.first ?? end
        let archived = OffsetRanges(from: next, to: end, without: waiting).union(archivedBefore.from(end))
        return ArchiveManifest(
            log: log, next: next, archived: archived,
            pending: chosen.map { .init(staged: "\($0.firstOffset).staged", path: storage.path(of: $0)) })
    }
}
