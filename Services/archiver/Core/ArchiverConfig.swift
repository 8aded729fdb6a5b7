public import Runtime

/// The section `archiver`.
public struct ArchiverConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "archiver"

    /// The consumer group; members share the partitions.
    public var group: String
    /// The folder of the archive.
    public var root: String
    /// When buckets become files.
    public var limits: BucketLimits
    /// The maximum size of documents waiting in memory, over all partitions, in bytes.
    public var maxOpenBytes: Int
    /// zstd's level.
    public var compressionLevel: Int
    /// The wait before a failed round is retried, in milliseconds.
    public var retryMilliseconds: Int
    /// Where finished files are uploaded to; nil for no upload.
    public var upload: UploadConfig?

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        group = try section.string(
            "group", default: ServiceDeclaration.archiver.program, "The consumer group; members share the partitions.")
        root = try section.string("root", default: "./archive", "The folder of the archive; made if it is missing.")
        limits = BucketLimits()
        limits.grace = Self.nanoseconds(
            try section.number(
                "grace_seconds", default: 5, in: 0...3600,
                "How far a symbol's event time must be past a minute's end before the minute closes."))
        limits.idle = Self.nanoseconds(
            try section.number(
                "idle_seconds", default: 10, in: 0...3600,
                "How long a minute that is over must have met no record before it closes."))
        limits.maxOpen = Self.nanoseconds(
            try section.number(
                "max_open_seconds", default: 120, in: 1...86_400,
                "How long a bucket may wait at most: bounds what a restart reads again."))
        limits.maxRowsPerFile = try section.integer(
            "max_rows_per_file", default: 1_000_000, in: 1...100_000_000, "The most rows of one file.")
        limits.maxBytesPerFile =
            try section.integer(
                "max_megabytes_per_file", default: 64, in: 1...1024, "The most JSON that one file is made of.") << 20
        maxOpenBytes =
            try section.integer(
                "max_open_megabytes", default: 96, in: 1...65_536,
                "The most JSON that waits in memory; beyond it the heaviest buckets close early.") << 20
        compressionLevel = try section.integer(
            "compression_level", default: 3, in: 1...22, "zstd's level: 1 is quick, 22 small.")
        retryMilliseconds = try section.integer(
            "retry_milliseconds", default: 2000, in: 10...600_000,
            "How long to wait before files that could not be written are tried again.")
        upload = try section.nested("s3") { section throws(ConfigurationError) in try UploadConfig.read(&section) }
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1_000_000_000) }
}
