import MarketData

/// The sequence numbers of a document.
struct SequenceSpan: Sendable, BitwiseCopyable {
    /// The first update it holds; the last where the venue names one only.
    var first: Int64
    /// The last update it holds.
    var last: Int64
    /// The last update of the one before, where the venue chains them.
    var previous: Int64?
    /// Whether it replaces all before it.
    var isSnapshot: Bool

    /// Whether it continues a stream that stands at `sequence`.
    func continues(_ sequence: Int64) -> Bool {
        if let previous { return previous == sequence }
        return first <= sequence &+ 1
    }

    /// The last sequence that is missing when it comes after `sequence` without continuing it.
    func lastMissing(after sequence: Int64) -> Int64 {
        let beforeFirst = (isSnapshot ? last : first) &- 1
        return max(sequence &+ 1, beforeFirst)
    }
}

extension SequenceSpan {
    /// The numbers of a book change; nil where the venue sends none.
    init?(_ change: BookChange) {
        guard let last = change.lastSequence else { return nil }
        self.init(
            first: change.firstSequence ?? last, last: last, previous: change.previousSequence,
            isSnapshot: change.kind == .snapshot)
    }
}
