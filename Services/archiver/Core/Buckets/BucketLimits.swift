/// When a minute's bucket becomes a file, and how much may wait in memory. Times are in nanoseconds.
public struct BucketLimits: Sendable, Hashable {
    /// How far a symbol's event time must be past a minute's end before the minute closes.
    public var grace: Int64 = 5_000_000_000
    /// How long a bucket must have met no record (by the clock) before it closes without its symbol's event time.
    public var idle: Int64 = 10_000_000_000
    /// How long a bucket may stay open at most: bounds what a restart reads again.
    public var maxOpen: Int64 = 120_000_000_000
    /// The most rows of one file.
    public var maxRowsPerFile = 1_000_000
    /// The most bytes of documents that one file is made of.
    public var maxBytesPerFile = 64 << 20
    /// The most runs of archived offsets that a manifest lists; beyond it the whole partition is closed at once.
    public var maxRanges = 20_000

    /// The defaults, as docs/ARCHIVE.md lists them.
    public init() {}
}
