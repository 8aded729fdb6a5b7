/// The sequence numbers of a document and their rule. Book keeper, level-3 book and dedup share this code.
public struct SequenceSpan: Sendable, Hashable, BitwiseCopyable {
    /// The first update that it contains; equal to `last` if the venue sends only one number.
    public let first: Int64
    /// The last update that it contains.
    public let last: Int64
    /// The last update of the previous document; nil if changes are not chained or it contains none.
    public let previous: Int64?
    /// The rule of its numbers.
    public let rule: SequenceRule
    /// Whether it replaces everything before it.
    public let isSnapshot: Bool

    /// `first` and `last` are inclusive.
    @inlinable
    public init(first: Int64, last: Int64, previous: Int64? = nil, rule: SequenceRule, isSnapshot: Bool = false) {
        self.first = first
        self.last = last
        self.previous = rule == .chained ? previous : nil
        self.rule = rule
        self.isSnapshot = isSnapshot
    }

    /// Compares it with the position of a stream.
    ///
    /// - Parameters:
    ///   - sequence: the position of the stream; nil before the first number.
    ///   - isBridging: whether the stream is at a snapshot beside it. No change needs to end at the snapshot's number: the
    ///     first one may begin before it.
    @inlinable
    public func judgement(after sequence: Int64?, isBridging: Bool = false) -> SequenceJudgement {
        guard let sequence else { return .continues }
        switch rule {
        case .none: return .continues
        case .increasing: return last > sequence ? .continues : .repeats
        case .contiguous, .chained:
            if continuesChain(sequence, isBridging: isBridging) { return .continues }
            guard last > sequence else { return .repeats }
            let fits = isSnapshot ? last == sequence + 1 : previous == nil && first <= sequence + 1
            return fits ? .continues : .misses(sequence + 1...max(sequence + 1, lastBefore))
        }
    }

    /// Whether a change that names its predecessor continues a stream at `sequence`.
    @inlinable
    func continuesChain(_ sequence: Int64, isBridging: Bool) -> Bool {
        guard let previous, !isSnapshot else { return false }
        // Binance futures: the first change after the snapshot has U ≤ lastUpdateId ≤ u. One that ends at the snapshot may contain
        // levels beyond the snapshot's depth.
        if isBridging, first <= sequence, sequence <= last { return true }
        // This includes a smaller number: an old copy names a smaller predecessor, too.
        return previous == sequence && last != sequence
    }

    /// The last update before this document: a snapshot at this number, or at a later one, bridges to the document.
    @inlinable
    public var lastBefore: Int64 {
        if let previous { return previous }
        let own = isSnapshot ? last : first
        return own == .min ? own : own - 1
    }
}

extension SequenceSpan {
    /// The numbers of a book change; nil if it has none.
    @inlinable
    public init?(_ change: BookChange) {
        guard change.rule != .none, let last = change.lastSequence else { return nil }
        self.init(
            first: change.firstSequence ?? last, last: last, previous: change.previousSequence, rule: change.rule,
            isSnapshot: change.kind == .snapshot)
    }

    /// The numbers of an order change; nil if it has none.
    @inlinable
    public init?(_ order: OrderChange) {
        guard order.rule != .none, let last = order.sequence else { return nil }
        self.init(first: order.firstSequence ?? last, last: last, rule: order.rule)
    }

    /// The number of a level-3 snapshot; nil if it has none.
    @inlinable
    public init?(_ snapshot: OrderSnapshot) {
        guard snapshot.rule != .none, let last = snapshot.sequence else { return nil }
        self.init(first: last, last: last, rule: snapshot.rule, isSnapshot: true)
    }
}
