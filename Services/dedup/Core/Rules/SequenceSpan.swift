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

    /// The last update of which nothing is said here: a snapshot of it, or of a later one, stands before this document.
    var lastBefore: Int64 {
        if let previous { return previous }
        let own = isSnapshot ? last : first
        return own == .min ? own : own - 1
    }

    /// What is missing when it comes after `sequence` without continuing it; nil where no number lies between.
    func missing(after sequence: Int64) -> ClosedRange<Int64>? {
        guard last > sequence &+ 1 || !isSnapshot else { return nil }
        return sequence &+ 1...max(sequence &+ 1, lastBefore)
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
