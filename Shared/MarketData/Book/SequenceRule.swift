/// How a channel's sequence numbers tell whether a change is missing.
public enum SequenceRule: Sendable, Hashable {
    /// Each change covers first…last and the next begins no later than last + 1 (Binance spot, Bybit).
    case contiguous
    /// Each change names the last sequence of the one before (Binance futures, Deribit).
    case chained
    /// There are no numbers; only identity counts (Coinbase level2).
    case unordered
}

extension BookChange {
    /// The rule that the change's own numbers follow.
    @inlinable
    public var sequenceRule: SequenceRule {
        if previousSequence != nil { return .chained }
        return lastSequence != nil ? .contiguous : .unordered
    }

    /// Whether this is a snapshot taken beside the stream (REST): it may lie before or after the changes around it and
    /// is bridged to them, where a snapshot inside the stream restarts it.
    @inlinable
    public var isPhotograph: Bool {
        kind == .snapshot && depth == 0 && depthHorizon != nil && lastSequence != nil
    }
}
