/// Keeps one book true: decides for each change whether it fits, waits for a snapshot where one is needed, and says when
/// something is missing.
///
/// It follows the venues' published algorithms by the rule that each change names (`SequenceSpan.judgement`), and tells
/// snapshots inside the stream from those beside it. Binance
/// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, "How to manage a local order book
/// correctly"): buffer the changes, take the REST snapshot, drop what it covers, and the first change applied must span
/// its last sequence. Deribit: `prev_change_id` equals the last `change_id`. Bybit: `u` grows by one.
///
/// It believes what dedup says of an event (`EventFlags`): a repetition is not needed by a book that is followed, and with
/// a restart the numbers begin anew.
public struct BookKeeper: ~Copyable {
    /// Changes that wait for a snapshot at most; beyond, waiting starts anew, as a snapshot would come too late.
    public static let pendingLimit = 8192

    /// The book. Whether it may be trusted is told by `state`, and up to which prices by `knownLimit`.
    public private(set) var book = OrderBook()
    /// How far the book can be trusted.
    public private(set) var state = BookState.initial
    /// The sequence up to which the book is complete.
    public private(set) var lastSequence: Int64?
    /// Changes and snapshots applied since the first snapshot.
    public private(set) var appliedCount = 0

    /// Whether changes are applied as they come: a snapshot was taken, and nothing is missing since.
    private var isFollowing = false
    /// Set by a snapshot beside the stream until the first change after it: that change may begin before the snapshot's end.
    private var mustBridge = false
    /// Up to where the last snapshot told of the book.
    private var horizon = BookHorizon()
    /// Whether a snapshot was asked for while the book is followed: changes are kept, so that one that comes a little late
    /// can be taken.
    private var isRefreshing = false
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
        if change.header.flags.contains(.restart) { return restart(change, levels: levels) }
        guard isFollowing else {
            wait(change, levels: levels)
            return .waiting
        }
        let outcome = judge(change)
        switch outcome {
        case .applied:
            book.apply(change, levels: levels)
            noteApplied(change)
            if isRefreshing { wait(change, levels: levels) }
        case .gap:
            loseTrack()
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
        if isFollowing { isRefreshing = true }
    }

    // MARK: - What is known

    /// Why a snapshot is wanted; nil while the book is whole.
    public var need: SnapshotNeed? {
        guard isFollowing else { return lastSequence == nil && appliedCount == 0 ? .initial : .gap }
        guard horizon.isLimited, horizon.isNear(bestBid: book.bestBid, bestAsk: book.bestAsk) else { return nil }
        return .horizon
    }

    /// The last price of a side up to which the book is known; nil where it is known whole.
    public func knownLimit(_ side: Side) -> Decimal? { horizon.limit(side) }

    /// The best `limit` levels of a side, best first, as far as the side is known.
    public func top(_ limit: Int, _ side: Side) -> [Level] {
        var levels = book.top(limit, side)
        guard let known = horizon.limit(side) else { return levels }
        while let last = levels.last, side == .bid ? last.price < known : last.price > known { levels.removeLast() }
        return levels
    }

    /// The best level of a side; nil where there is none, or it is not known.
    public func best(_ side: Side) -> Level? {
        guard let best = side == .bid ? book.bestBid : book.bestAsk else { return nil }
        guard let known = horizon.limit(side) else { return best }
        return (side == .bid ? best.price < known : best.price > known) ? nil : best
    }

    // MARK: - Judging

    /// Whether a change fits behind the last sequence.
    private func judge(_ change: BookChange) -> Outcome {
        guard let span = SequenceSpan(change) else { return .applied }
        switch span.judgement(after: lastSequence, isBridging: mustBridge) {
        case .continues: return .applied
        case .repeats: return .duplicate
        case .misses(let missing): return .gap(from: missing.lowerBound, to: missing.upperBound)
        }
    }

    private mutating func noteApplied(_ change: BookChange) {
        if let last = change.lastSequence { lastSequence = last }
        mustBridge = false
        appliedCount &+= 1
        if state != .halted { state = stateOfBook }
    }

    /// The state of a book that is followed.
    private var stateOfBook: BookState {
        if horizon.isLimited, horizon.isLeft(bestBid: book.bestBid, bestAsk: book.bestAsk) { return .resyncing }
        return book.isCrossed ? .crossed : .live
    }

    private mutating func loseTrack() {
        state = .gap
        isFollowing = false
        isRefreshing = false
        forgetPending()
    }

    /// A change with which the numbering begins anew. Where the book stood just before it, it goes on; else a snapshot of
    /// the new numbers is needed, and the old ones say nothing about it.
    private mutating func restart(_ change: BookChange, levels: borrowing Buffer<Level>) -> Outcome {
        forgetPending()
        if lastSequence != nil, case .applied = judge(change) {
            isFollowing = true
            book.apply(change, levels: levels)
            noteApplied(change)
            return .applied
        }
        loseTrack()
        lastSequence = nil
        wait(change, levels: levels)
        let before = max(1, change.firstSequence ?? change.lastSequence ?? 1) - 1
        return .gap(from: before, to: before)
    }

    // MARK: - Snapshots

    private mutating func takeSnapshot(_ change: BookChange, levels: borrowing Buffer<Level>) -> Outcome {
        let isRestart = change.header.flags.contains(.restart)
        let isBeside = change.place == .beside || change.header.flags.contains(.repetition)
        if isBeside, !isRestart, !isNews(change) { return .duplicate }
        if !isRestart, isBeside || change.streamSequence != nil, let gap = gapBehind(change) {
            if state == .initial { state = .gap }
            return gap
        }
        book.apply(change, levels: levels)
        horizon = BookHorizon()
        if change.place == .beside, let depth = change.depthHorizon {
            horizon = BookHorizon(
                depth: depth, bids: levels.unsafeSlice(change.bids.indices),
                asks: levels.unsafeSlice(change.asks.indices))
        }
        lastSequence = change.lastSequence
        mustBridge = isBeside
        appliedCount &+= 1
        isFollowing = true
        isRefreshing = false
        state = stateOfBook
        // What waits behind a gap may be newer than a snapshot that comes late, as dedup lets one through to mend a
        // book. Where the numbering begins again (Bybit's u = 1) nothing that waits belongs to it.
        if isRestart || !isBeside && change.lastSequence ?? 1 == 1 { forgetPending() }
        return replayPending() ?? .applied
    }

    /// Whether a snapshot beside the stream, or a repeated one, tells this book anything.
    ///
    /// Where changes are missing, one of before cannot mend it. A book that is followed takes a newer one, and an older one
    /// where the changes since then were kept.
    private func isNews(_ change: BookChange) -> Bool {
        guard let last = lastSequence, let snapshot = change.lastSequence else { return !isFollowing || isRefreshing }
        if snapshot > last { return true }
        guard isFollowing, isRefreshing else { return false }
        guard let first = pending.first.flatMap({ SequenceSpan($0) }) else { return snapshot == last }
        return first.lastBefore <= snapshot
    }

    /// What is missing between a snapshot and what was heard since; nil where it is whole. One that does not bridge is not
    /// taken: the book would step back to it and stop there.
    private func gapBehind(_ change: BookChange) -> Outcome? {
        guard let snapshot = change.lastSequence else { return nil }
        if let next = pending.first(where: { $0.lastSequence ?? .min > snapshot }), let span = SequenceSpan(next),
            span.lastBefore > snapshot
        {
            guard span.rule == .increasing else { return .gap(from: snapshot &+ 1, to: span.lastBefore) }
            // A hole says nothing; but who began to listen behind the snapshot may have missed what lies between.
            guard pending.first?.lastSequence ?? .max <= snapshot else { return .waiting }
        }
        // Who began to listen after the stream had passed it has not heard all that lies between.
        guard let stream = change.streamSequence, snapshot < stream else { return nil }
        if isFollowing, let last = lastSequence, last >= stream { return nil }
        if let last = pending.last?.lastSequence, last >= stream { return nil }
        return .waiting
    }

    private mutating func wait(_ change: BookChange, levels: borrowing Buffer<Level>) {
        guard SequenceSpan(change) != nil else { return }
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

    /// Applies what waited for a snapshot; answers the gap when it came too early for what waited.
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
                isFollowing = false
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
