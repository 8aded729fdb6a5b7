/// How a document's numbers tell whether it follows the one before. The venue's decoder says it.
public enum SequenceRule: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Each change covers first…last and the next begins no later than last + 1 (Binance spot, Bybit). So does a snapshot,
    /// which holds all up to its number, also where the changes around it are chained.
    case contiguous
    /// Each change names the last number of the one before (Binance futures, Deribit). Where it names the number at which
    /// the book stands, it follows even with a smaller number of its own: the venue numbers anew (OKX).
    case chained
    /// Numbers only grow: an equal or a smaller one is a repetition, and a hole between two says nothing (Bitstamp).
    case increasing
    /// There are no numbers to judge by; only identity counts (Coinbase level2).
    case none
}

extension SequenceRule {
    /// The rule that numbers say by themselves: what holds where a document names none.
    ///
    /// - Parameters:
    ///   - last: the document's last number.
    ///   - previous: the last number of the document before, where it names it.
    @inlinable
    public init(last: Int64?, previous: Int64? = nil) {
        self = previous != nil ? .chained : last != nil ? .contiguous : .none
    }
}
