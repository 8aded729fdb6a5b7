/// The limits of dedup's memory and waiting times.
public struct DedupLimits: Sendable, Hashable {
    /// How long a document waits for the documents before it, in nanoseconds.
    public var holdNanoseconds: Int64
    /// The longest time that it waits for a live source that is behind, in nanoseconds.
    public var lagNanoseconds: Int64
    /// The maximum number of waiting documents per channel.
    public var heldPerChannel: Int
    /// The maximum size of the waiting documents of a channel in bytes.
    static let heldBytesPerChannel = 64 << 20
    /// The maximum number of remembered identities in a channel without sequence ids.
    public var identitiesPerChannel: Int
    /// How long identities are remembered, in nanoseconds.
    public var identityNanoseconds: Int64
    /// How long an elected source may be silent before another source takes over, in nanoseconds.
    public var takeOverNanoseconds: Int64

    /// A channel is forgotten after this time without documents, in nanoseconds, because its instrument has expired.
    public var forgetNanoseconds: Int64

    /// The defaults are the ones of docs/OPERATIONS.md.
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
