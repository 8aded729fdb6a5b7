/// When a minute's bucket becomes a file, and how much may wait in memory. Times are in nanoseconds.
public struct BucketLimits: Sendable, Hashable {
    /// How far the event time of a symbol must be past the end of a minute before the minute closes.
    public var grace: Int64 = 5_000_000_000
    /// How long a bucket must have received no record, by the clock, before it closes regardless of the event time.
    public var idle: Int64 = 10_000_000_000
    /// The longest time that a bucket may stay open; limits what a restart reads again.
    public var maxOpen: Int64 = 120_000_000_000
    /// The maximum number of rows per file.
    public var maxRowsPerFile = 1_000_000
    /// The maximum size of the documents of one file in bytes.
    public var maxBytesPerFile = 64 << 20
    /// The maximum number of ranges of archived offsets in a manifest; beyond it the whole partition is closed at once.
    public var maxRanges = 20_000

    /// The defaults, as docs/ARCHIVE.md lists them.
    public init() {}
}
