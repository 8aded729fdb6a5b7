/// The bounds of what dedup keeps.
public struct DedupLimits: Sendable, Hashable {
    /// How long a document waits for the ones before it, in nanoseconds.
    public var holdNanoseconds: Int64
    /// How long it waits at most for a source that is heard of but has not come so far, in nanoseconds.
    public var lagNanoseconds: Int64
    /// How many documents of one channel wait at most.
    public var heldPerChannel: Int
    /// How many bytes of one channel's documents wait at most.
    static let heldBytesPerChannel = 64 << 20
    /// How many identities of one channel without sequence ids are remembered at most.
    public var identitiesPerChannel: Int
    /// How long they are remembered, in nanoseconds.
    public var identityNanoseconds: Int64
    /// How long an elected source may be silent before another takes over, in nanoseconds.
    public var takeOverNanoseconds: Int64

    /// After how much silence a channel is forgotten, in nanoseconds: its instrument has expired.
    public var forgetNanoseconds: Int64

    /// Makes limits; the defaults are those of docs/OPERATIONS.md.
    public init(
        holdNanoseconds: Int64 = 50_000_000, lagNanoseconds: Int64 = 2_000_000_000, heldPerChannel: Int = 1000,
        identitiesPerChannel: Int = 100_000,
        identityNanoseconds: Int64 = 300_000_000_000, takeOverNanoseconds: Int64 = 5_000_000_000,
        forgetNanoseconds: Int64 = 168 * 3_600_000_000_000
    ) {
        self.holdNanoseconds = holdNanoseconds
        self.lagNanoseconds = lagNanoseconds
        self.heldPerChannel = heldPerChannel
        self.identitiesPerChannel = identitiesPerChannel
        self.identityNanoseconds = identityNanoseconds
        self.takeOverNanoseconds = takeOverNanoseconds
        self.forgetNanoseconds = forgetNanoseconds
    }
}
