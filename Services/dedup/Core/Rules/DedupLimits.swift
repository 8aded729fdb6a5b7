/// The bounds of what dedup keeps.
public struct DedupLimits: Sendable, Hashable {
    /// How long a document waits for the ones before it, in nanoseconds.
    public var holdNanoseconds: Int64
    /// How many documents of one channel wait at most.
    public var heldPerChannel: Int
    /// How many identities of one channel without sequence ids are remembered.
    public var identitiesPerChannel: Int
    /// How long an elected source may be silent before another takes over, in nanoseconds.
    public var takeOverNanoseconds: Int64

    /// Makes limits; the defaults are those of docs/OPERATIONS.md.
    public init(
        holdNanoseconds: Int64 = 50_000_000, heldPerChannel: Int = 1000, identitiesPerChannel: Int = 10_000,
        takeOverNanoseconds: Int64 = 5_000_000_000
    ) {
        self.holdNanoseconds = holdNanoseconds
        self.heldPerChannel = heldPerChannel
        self.identitiesPerChannel = identitiesPerChannel
        self.takeOverNanoseconds = takeOverNanoseconds
    }
}
