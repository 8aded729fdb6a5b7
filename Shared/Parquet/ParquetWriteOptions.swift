/// How a file is packed.
public struct ParquetWriteOptions: Sendable, Hashable {
    /// zstd's level, 1 (quick) … 22 (small).
    public var compressionLevel: Int32 = 3
    /// The most rows of one row group: readers skip and parallelise by row group.
    public var rowGroupRows = 128 << 10
    /// Whether the folder is synced too, so that the file's name survives a power failure. Callers that write many files into
    /// one folder sync it once, after the last one.
    public var syncsFolder = true

    /// The defaults: level 3, 131,072 rows a group, folder synced.
    public init() {}
}
