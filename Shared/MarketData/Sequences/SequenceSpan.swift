/// The sequence numbers of a document, and the rule by which they are judged: the one judgement of book keeper, level-3 book
/// and dedup.
public struct SequenceSpan: Sendable, Hashable, BitwiseCopyable {
    /// The first update it holds; the last where the venue names one only.
    public let first: Int64
    /// The last update it holds.
    public let last: Int64
    /// The last update of the one before; nil where changes are not chained, or it names none.
    public let previous: Int64?
    /// How it is judged.
    public let rule: SequenceRule
    /// Whether it replaces all before it.
    public let isSnapshot: Bool

    /// Makes a span.
    @inlinable
    public init(first: Int64, last: Int64, previous: Int64? = nil, rule: SequenceRule, isSnapshot: Bool = false) {
        self.first = first
        self.last = last
        self.previous = rule == .chained ? previous : nil
        self.rule = rule
        self.isSnapshot = isSnapshot
    }

    /// Judges it behind a stream.
    ///
    /// - Parameters:
    ///   - sequence: where the stream stands; nil before the first number.
    ///   - isBridging: whether the stream stands at a snapshot beside it, at whose number no change need end: the first one
    ///     may begin before.
    @inlinable
    public func judgement(after sequence: Int64?, isBridging: Bool = false) -> SequenceJudgement {
        guard let sequence else { return .continues }
        switch rule {
        case .none: return .continues
        case .increasing: return last > sequence ? .continues : .repeats
        case .chained where previous == sequence && last != sequence && !isSnapshot:
            // Also with a smaller number: a copy from before names a smaller one as the last, too.
            return .continues
        case .chained where isBridging && last == sequence && previous != nil && first <= sequence && !isSnapshot:
            // It ends where the snapshot stands (Binance futures: U ≤ lastUpdateId ≤ u), and may tell of levels beyond its depth.
            return .continues
        case .contiguous, .chained:
            guard last > sequence else { return .repeats }
            let fits = isSnapshot ? last == sequence + 1 : continuesRun(sequence, isBridging: isBridging)
            return fits ? .continues : .misses(sequence + 1...max(sequence + 1, lastBefore))
        }
    }

    /// Whether a change that ends behind `sequence` begins no later than just behind it, as far as its rule lets that count.
    @inlinable
    func continuesRun(_ sequence: Int64, isBridging: Bool) -> Bool {
        // Binance futures: the first change after the snapshot has U ≤ lastUpdateId ≤ u.
        if previous != nil { return isBridging && first <= sequence }
        return first <= sequence + 1
    }

    /// The last update of which nothing is said here: a snapshot of it, or of a later one, stands before this document.
    @inlinable
    public var lastBefore: Int64 {
        if let previous { return previous }
        let own = isSnapshot ? last : first
        return own == .min ? own : own - 1
    }
}

extension SequenceSpan {
    /// The numbers of a book's change; nil where there are none to judge by.
    @inlinable
    public init?(_ change: BookChange) {
        guard change.rule != .none, let last = change.lastSequence else { return nil }
        self.init(
            first: change.firstSequence ?? last, last: last, previous: change.previousSequence, rule: change.rule,
            isSnapshot: change.kind == .snapshot)
    }

    /// The numbers of an order's change; nil where there are none to judge by.
    @inlinable
    public init?(_ order: OrderChange) {
        guard order.rule != .none, let last = order.sequence else { return nil }
        self.init(first: order.firstSequence ?? last, last: last, rule: order.rule)
    }

    /// The number of a level-3 snapshot; nil where there is none to judge by.
    @inlinable
    public init?(_ snapshot: OrderSnapshot) {
        guard snapshot.rule != .none, let last = snapshot.sequence else { return nil }
        self.init(first: last, last: last, rule: snapshot.rule, isSnapshot: true)
    }
}
