import Archive

/// The storage of one partition's files and manifest. Calls block and may be repeated after a failure.
///
/// It is a protocol so that a test can stop between any two calls, and so that an object store can replace the local disk.
protocol PartitionStorage {
    /// The manifest; nil if there is none yet.
    mutating func loadManifest() throws(ArchiveError) -> ArchiveManifest?

    /// Writes a bucket's rows to a staged file, replacing one of that name; no reader's pattern matches it. It is durable
    /// once `replaceManifest` returns. Returns its size in bytes.
    mutating func stage(_ bucket: OpenBucket, as name: String) throws(ArchiveError) -> Int

    /// Makes the staged files durable, and then replaces the manifest durably.
    mutating func replaceManifest(_ manifest: ArchiveManifest) throws(ArchiveError)

    /// Moves staged files to their places, durably. Existing files are never replaced. A staged file that no longer exists was
    /// moved before.
    mutating func publish(_ files: [ArchiveManifest.Pending]) throws(ArchiveError)

    /// Removes all files in the staging folder.
    mutating func discardStaged() throws(ArchiveError)

    /// Releases the partition for another process or another owner in this one. It is the last call.
    mutating func release()

    /// The place of a bucket's file, relative to the root.
    func path(of bucket: OpenBucket) -> String
}
