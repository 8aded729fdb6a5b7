/// How the numbers of a document show whether it follows the previous one. The venue's decoder sets it.
public enum SequenceRule: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Each change covers first…last and the next begins no later than last + 1 (Binance spot, Bybit). So does a snapshot,
    /// which contains everything up to its number, even if the changes around it are chained.
    case contiguous
    /// Each change contains the last number of the previous one (Binance futures, Deribit). If that is the number of the book,
    /// the change follows even with a smaller number of its own: the venue has restarted its numbering (OKX).
    case chained
    /// Numbers only increase: an equal or smaller one is a repetition, and a hole between two means nothing (Bitstamp).
    case increasing
    /// There are no numbers; only identity counts (Coinbase level2).
    case none
}

extension SequenceRule {
    /// The rule that follows from the numbers themselves; it applies if a document names none.
    ///
    /// - Parameters:
    ///   - last: the document's last number.
    ///   - previous: the last number of the previous document, if the document contains it.
    @inlinable
    public init(last: Int64?, previous: Int64? = nil) {
        self = previous != nil ? .chained : last != nil ? .contiguous : .none
    }
}
