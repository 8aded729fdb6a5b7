import Archive

/// Where one partition's files and manifest lie. Calls block and may be repeated after a failure.
///
/// A protocol, so that a test can stop the world between any two calls, and so that an object store can take the local
/// disk's place.
protocol PartitionStorage {
    /// The manifest; nil where there is none yet.
    mutating func loadManifest() throws(ArchiveError) -> ArchiveManifest?

    /// Writes a bucket's rows to a staged file, replacing one of that name; no reader's pattern matches it. It is durable
    /// once `replaceManifest` returns. Returns its size in bytes.
    mutating func stage(_ bucket: OpenBucket, as name: String) throws(ArchiveError) -> Int

    /// Makes what was staged durable, and then replaces the manifest, durably.
    mutating func replaceManifest(_ manifest: ArchiveManifest) throws(ArchiveError)

    /// Moves staged files to their places, durably; nothing is ever replaced there. One that is staged no more has been
    /// moved before.
    mutating func publish(_ files: [ArchiveManifest.Pending]) throws(ArchiveError)

    /// Removes what lies in the staging folder.
    mutating func discardStaged() throws(ArchiveError)

    /// Lets another process, or another owner in this one, have the partition. Nothing is called afterwards.
    mutating func release()

    /// The place of a bucket's file, relative to the root.
    func path(of bucket: OpenBucket) -> String
}
