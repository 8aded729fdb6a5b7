/// What a partition's archive holds, as of one moment: replaced in one step, it is the point where rows become archived.
///
/// A round of closing buckets first writes its files to a staging folder, then replaces the manifest by one that lists
/// them as pending, then moves them to their places. Before the manifest none of the round's rows counts as archived,
/// from then on all of them do: whoever starts after a crash moves what is still staged, and reads none of it again.
public struct ArchiveManifest: Sendable, Hashable {
    /// A staged file and where it belongs.
    public struct Pending: Sendable, Hashable {
        /// Its name in the staging folder.
        public var staged: String
        /// Its place, relative to the root.
        public var path: String

        /// Names a file and its place.
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
    /// The files of the last round. They may be in their places already.
    public var pending: [Pending]

    /// Describes a partition's archive.
    public init(log: TopicPartition, next: Int64, archived: OffsetRanges = OffsetRanges(), pending: [Pending] = []) {
        self.log = log
        self.next = next
        self.archived = archived
        self.pending = pending
    }
}
