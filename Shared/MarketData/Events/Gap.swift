/// Events of one channel that are known to be missing.
public struct Gap: Event {
    /// Symbol and times of the event that revealed the gap.
    public var header: EventHeader
    /// The channel: `book`, `order`, `trade`, …
    public var channel: TextRange
    /// The first sequence that is missing.
    public var fromSequence: Int64
    /// The last sequence that is missing.
    public var toSequence: Int64
    /// The reason: `sequence_jump`, `chain_broken`, …
    public var reason: TextRange
    /// What repaired it, if anything did: `snapshot`, the name of a source.
    public var resolvedBy: TextRange

    /// Both sequences are inclusive.
    @inlinable
    public init(
        header: EventHeader, channel: TextRange, fromSequence: Int64, toSequence: Int64, reason: TextRange,
        resolvedBy: TextRange = .empty
    ) {
        self.header = header
        self.channel = channel
        self.fromSequence = fromSequence
        self.toSequence = toSequence
        self.reason = reason
        self.resolvedBy = resolvedBy
    }
}
