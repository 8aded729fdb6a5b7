/// Keeps one book true: decides for each change whether it fits, waits for a snapshot where one is needed, and says when
/// something is missing.
///
/// It follows the venues' published algorithms with two rules (contiguous and chained) and one kind of snapshot beside the
/// stream. Binance (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, "How to manage a local
/// order book correctly"): buffer the changes, take the REST snapshot, drop what it covers, and the first change applied
/// must span its last sequence. Deribit: `prev_change_id` equals the last `change_id`. Bybit: `u` grows by one.
public struct BookKeeper: ~Copyable {
    /// Changes that wait for a snapshot at most; beyond, waiting starts anew, as a snapshot would come too late.
    public static let pendingLimit = 8192

    /// The book. Whether it may be trusted is told by `state`.
    public private(set) var book = OrderBook()
    /// How far the book can be trusted.
    public private(set) var state = BookState.initial
    /// The sequence up to which the book is complete.
    public private(set) var lastSequence: Int64?
    /// Changes and snapshots applied since the first snapshot.
    public private(set) var appliedCount = 0

    /// Set by a photograph until the first change after it: that change may begin before the photograph's end.
    private var mustBridge = false
    private var pending: [BookChange] = []
    private var pendingLevels = Buffer<Level>(minimumCapacity: 1)

    /// What became of a change.
    public enum Outcome: Sendable, Hashable {
        /// It is in the book.
        case applied
        /// The book had it already.
        case duplicate
        /// It waits for a snapshot.
        case waiting
        /// `from`…`to` are missing before it; it waits for a snapshot.
        case gap(from: Int64, to: Int64)
    }

    /// Makes a keeper of an empty book.
    public init() {}

    /// Takes a snapshot or a change whose levels lie in `levels`.
    public mutating func apply(_ change: BookChange, levels: borrowing Buffer<Level>) -> Outcome {
        guard change.kind == .delta else { return takeSnapshot(change, levels: levels) }
        guard state == .live || state == .crossed || state == .stale || state == .halted else {
            wait(change, levels: levels)
            return .waiting
        }
        let outcome = judge(change)
        switch outcome {
        case .applied:
            book.apply(change, levels: levels)
            noteApplied(change)
        case .gap:
            state = .gap
            wait(change, levels: levels)
        case .duplicate, .waiting:
            break
        }
        return outcome
    }

    /// Says that the feed has been silent for too long; the next change that fits makes the book live again.
    public mutating func markStale() {
        if state == .live || state == .crossed { state = .stale }
    }

    /// Says that the venue stopped, or resumed, trading.
    public mutating func markHalted(_ isHalted: Bool) {
        if isHalted, state == .live || state == .crossed || state == .stale {
            state = .halted
        } else if !isHalted, state == .halted {
            state = .live
        }
    }

    /// Says that a fresh snapshot was asked for.
    public mutating func markResyncing() {
        if state == .gap || state == .initial { state = .resyncing }
    }

    // MARK: - Judging

    /// Whether a change fits behind the last sequence.
    private func judge(_ change: BookChange) -> Outcome {
        guard let last = lastSequence, let changeLast = change.lastSequence else { return .applied }
        if changeLast < last || (changeLast == last && !mustBridge) { return .duplicate }
        if let previous = change.previousSequence {
            if previous == last { return .applied }
            // Binance futures: the first change after the snapshot has U ≤ lastUpdateId ≤ u.
            if mustBridge, let first = change.firstSequence, first <= last, last <= changeLast { return .applied }
            if mustBridge, changeLast == last { return .duplicate }
            return .gap(from: last &+ 1, to: max(last &+ 1, (change.firstSequence ?? changeLast) &- 1))
        }
        let first = change.firstSequence ?? changeLast
        if first > last &+ 1 { return .gap(from: last &+ 1, to: first &- 1) }
        return changeLast == last ? .duplicate : .applied
    }

    private mutating func noteApplied(_ change: BookChange) {
        if let last = change.lastSequence { lastSequence = last }
        mustBridge = false
        appliedCount += 1
        if state != .halted { state = book.isCrossed ? .crossed : .live }
    }

    // MARK: - Snapshots

    private mutating func takeSnapshot(_ change: BookChange, levels: borrowing Buffer<Level>) -> Outcome {
        if change.isPhotograph {
            let isTrusted = state == .live || state == .crossed || state == .stale || state == .halted
            // An older photograph than the book itself, as a second source sends it, changes nothing.
            if isTrusted, let last = lastSequence, let photographed = change.lastSequence, photographed <= last {
                return .duplicate
            }
        }
        book.apply(change, levels: levels)
        lastSequence = change.lastSequence
        mustBridge = change.isPhotograph
        appliedCount += 1
        state = book.isCrossed ? .crossed : .live
        // What waits behind a gap may be newer than a snapshot that comes late, as dedup lets one through to mend a
        // book. Where the numbering begins again (Bybit's u = 1) nothing that waits belongs to it.
        if !change.isPhotograph, change.lastSequence ?? 1 == 1 { forgetPending() }
        return replayPending() ?? .applied
    }

    private mutating func wait(_ change: BookChange, levels: borrowing Buffer<Level>) {
        guard change.sequenceRule != .unordered else { return }
        if pending.count >= Self.pendingLimit { forgetPending() }
        var copy = change
        copy.bids = copyLevels(change.bids, of: levels)
        copy.asks = copyLevels(change.asks, of: levels)
        pending.append(copy)
    }

    private mutating func copyLevels(_ range: IndexRange, of levels: borrowing Buffer<Level>) -> IndexRange {
        let start = pendingLevels.count
        pendingLevels.append(contentsOf: levels.unsafeSlice(range.indices))
        return IndexRange(start: start, count: Int(range.count))
    }

    private mutating func forgetPending() {
        pending.removeAll(keepingCapacity: true)
        pendingLevels.removeAll()
    }

    /// Applies what waited for a photograph; answers the gap when it came too early for what waited.
    private mutating func replayPending() -> Outcome? {
        guard !pending.isEmpty else { return nil }
        var failure: Outcome?
        var next = 0
        while next < pending.count, failure == nil {
            let outcome = judge(pending[next])
            switch outcome {
            case .applied:
                book.apply(pending[next], levels: pendingLevels)
                noteApplied(pending[next])
            case .gap:
                state = .gap
                failure = outcome
                next -= 1
            case .duplicate, .waiting:
                break
            }
            next += 1
        }
        pending.removeFirst(next)
        if pending.isEmpty { pendingLevels.removeAll() }
        return failure
    }
}
