import Archive
import MarketData

/// One partition on its way into the archive: takes records in, closes buckets in rounds, knows what may be committed.
///
/// The promise: over any number of crashes, each record at or above where it started ends up in exactly one file. It
/// rests on three things. A round's files count as archived from the moment its manifest is replaced, all at once; the
/// manifest says which offsets those are; and a record whose offset it lists is not taken in again.
final class PartitionArchive<Storage: PartitionStorage> {
    /// The partition.
    let log: TopicPartition
    /// The offset to begin reading at; nil where neither the manifest nor the group knows one.
    let start: Int64?
    /// Whether the log has shrunk below what was archived of it: it is another one of the same name.
    let isNewLog: Bool

    private let limits: BucketLimits
    private var storage: Storage
    private var buckets: MinuteBuckets
    private var archivedBefore: OffsetRanges
    private var position: Int64?
    private var round: Round?

    /// Takes up a partition: finishes the round that a crash has left, and finds out where to go on.
    ///
    /// - Parameters:
    ///   - committed: the group's committed offset.
    ///   - logEnd: the offset that the log's next record will have.
    init(
        _ log: TopicPartition, limits: BucketLimits, storage: Storage, committed: Int64?, logEnd: Int64?
    ) throws(ArchiveError) {
        var storage = storage
        var manifest = try storage.loadManifest()
        try storage.publish(manifest?.pending ?? [])
        try storage.discardStaged()
        isNewLog = if let manifest, let logEnd { manifest.next > logEnd } else { false }
        if isNewLog {
            // At once: by the next start the log may have grown past the old offsets, and nobody could tell any more.
            let empty = ArchiveManifest(log: log, next: 0)
            try storage.replaceManifest(empty)
            manifest = empty
        }
        // A commit beyond the log's end is the old log's too.
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

    /// How many buckets are open.
    var openBuckets: Int { buckets.count }
    /// How many documents wait.
    var openRows: Int { buckets.rows }
    /// How many bytes wait.
    var openBytes: Int { buckets.bytes }
    /// When the document came that has waited longest.
    var oldestOpenTime: Timestamp? { buckets.oldestTime }
    /// Whether a bucket is full, so that `close` should be called before the next record.
    var hasFullBucket: Bool { buckets.hasFullBucket }
    /// Whether a round has failed half-way: no record may be taken in before `close` has finished it.
    var hasUnfinishedRound: Bool { round != nil }

    /// The offset that the group may commit: everything below is archived. nil before the first record.
    var committable: Int64? {
        // The buckets of a round that has failed half-way are still open here.
        buckets.lowestOffset ?? position
    }

    /// Whether a record is in the archive already, or has been taken in.
    func isKnown(_ offset: Int64) -> Bool {
        if let position, offset < position { return true }
        return archivedBefore.contains(offset)
    }

    /// Takes a document in. Returns whether it is late.
    func append(
        _ document: UnsafeRawBufferPointer, at offset: Int64, symbol: SymbolID, time: Timestamp, now: Timestamp
    ) -> Bool {
        precondition(!isKnown(offset) && round == nil)
        position = offset + 1
        return buckets.append(document, at: offset, symbol: symbol, time: time, now: now)
    }

    /// Notes a record that brings no row: known already, or a dead letter.
    func pass(_ offset: Int64) {
        precondition(round == nil)
        position = max(position ?? 0, offset + 1)
    }

    /// Makes files of buckets. When it throws, calling it again goes on with the same round.
    ///
    /// - Returns: what was written; nil when there was nothing to do.
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

    /// Gives the partition up: what is open is forgotten, and another may take it.
    func release() { storage.release() }

    /// The buckets of a round and the manifest that makes them archived.
    private struct Round {
        let buckets: [OpenBucket]
        let manifest: ArchiveManifest
        /// Whether the manifest is in place: then files may have been moved, and must not be staged again.
        var isArchived = false
        /// The sizes of what was staged.
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
        // What stays open lies so scattered among what closes that the manifest would grow out of hand.
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
