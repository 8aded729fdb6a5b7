/// The state of a partition's archive. It is replaced atomically, and rows count as archived from that moment on.
///
/// A round of closing buckets first writes its files to a staging folder. Then it replaces the manifest by one that lists the
/// files as pending, and moves the files to their places. Before the new manifest none of the rows of the round counts as
/// archived; after it, all of them do. After a crash, the next process moves the files that are still staged and reads none of
/// their rows again.
public struct ArchiveManifest: Sendable, Hashable {
    /// A staged file and where it belongs.
    public struct Pending: Sendable, Hashable {
        /// Its name in the staging folder.
        public var staged: String
        /// Its place, relative to the root.
        public var path: String

        /// Takes the name in the staging folder and the place relative to the root.
        public init(staged: String, path: String) {
            self.staged = staged
            self.path = path
        }
    }

    /// The partition.
    public var log: TopicPartition
    /// The lowest offset that is not archived.
    public var next: Int64
    /// Offsets above `next` that are archived (or need not be: dead letters, markers of transactions).
    public var archived: OffsetRanges
    /// The files of the last round. They may already be in their places.
    public var pending: [Pending]

    /// Takes the ranges above `next` as archived and the files as pending.
    public init(log: TopicPartition, next: Int64, archived: OffsetRanges = OffsetRanges(), pending: [Pending] = []) {
        self.log = log
        self.next = next
        self.archived = archived
        self.pending = pending
    }
}
