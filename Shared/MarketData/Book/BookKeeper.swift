/// Maintains one book. It decides whether each change fits, waits for a snapshot if one is needed, and reports missing changes.
///
/// It follows the venues' published algorithms according to the rule of each change (`SequenceSpan.judgement`), and
/// distinguishes snapshots inside the stream from those beside it. Binance
/// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, "How to manage a local order book
/// correctly"): buffer the changes, take the REST snapshot, drop what it covers, and the first change applied must span its
/// last sequence. Deribit: `prev_change_id` equals the last `change_id`. Bybit: `u` grows by one.
///
/// It trusts the flags that dedup sets (`EventFlags`): a book that is up to date ignores a repetition, and a restart begins a
/// new numbering.
public struct BookKeeper: ~Copyable {
    /// The maximum number of changes that wait for a snapshot. Beyond it they are discarded, because a snapshot would come too
    /// late for them.
    public static let pendingLimit = 8192

    /// The book. `state` says whether it can be trusted, and `knownLimit` up to which prices.
    public private(set) var book = OrderBook()
    /// Whether the book can be trusted.
    public private(set) var state = BookState.initial
    /// The sequence up to which the book is complete.
    public private(set) var lastSequence: Int64?
    /// Changes and snapshots applied since the first snapshot.
    public private(set) var appliedCount = 0

    /// Whether changes are applied as they come: a snapshot was loaded, and nothing has been missing since.
    private var isFollowing = false
    /// Set by a snapshot beside the stream until the first change after it: that change may begin before the snapshot's end.
    private var mustBridge = false
    /// The known price range of the last snapshot.
    private var horizon = BookHorizon()
    /// Whether a snapshot was requested while the book is up to date. Changes are then kept, so that a slightly late snapshot
    /// can be loaded.
    private var isRefreshing = false
    private var pending: [BookChange] = []
    private var pendingLevels = Buffer<Level>(minimumCapacity: 1)

    /// The outcome of a change.
    public enum Outcome: Sendable, Hashable {
        /// It was applied to the book.
        case applied
        /// The book already contained it.
        case duplicate
        /// It waits for a snapshot.
        case waiting
        /// `from`…`to` are missing before it; it waits for a snapshot.
        case gap(from: Int64, to: Int64)
    }

    /// The book is empty and waits for a snapshot.
    public init() {}

    /// Applies a snapshot or a change whose levels are in `levels`.
    public mutating func apply(_ change: BookChange, levels: borrowing Buffer<Level>) -> Outcome {
        assertInvariants()
        defer { assertInvariants() }
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

    /// Marks the book as stale, because the feed has been silent for too long. The next change that fits makes it live again.
    public mutating func markStale() {
        if state == .live || state == .crossed { state = .stale }
    }

    /// Records that the venue has stopped or resumed trading.
    public mutating func markHalted(_ isHalted: Bool) {
        if isHalted, state == .live || state == .crossed || state == .stale {
            state = .halted
        } else if !isHalted, state == .halted {
            state = stateOfBook
        }
    }

    /// Records that a new snapshot was requested.
    public mutating func markResyncing() {
        if state == .gap || state == .initial { state = .resyncing }
        if isFollowing { isRefreshing = true }
    }

    /// Checks in debug builds what always holds between two calls.
    private func assertInvariants() {
        assert(pending.count <= Self.pendingLimit, "the waiting changes are bounded")
        assert(pending.isEmpty || !isFollowing || isRefreshing, "changes wait for a snapshot only")
        assert(!pending.isEmpty || pendingLevels.isEmpty, "levels are kept for waiting changes only")
        assert(isFollowing || ![.live, .crossed, .stale, .halted].contains(state), "such a book is followed")
        assert(state != .live || !book.isCrossed, "a live book is not crossed")
    }

    // MARK: - What is known

    /// Why a snapshot is needed; nil while the book is complete.
    public var need: SnapshotNeed? {
        guard isFollowing else { return lastSequence == nil && appliedCount == 0 ? .initial : .gap }
        guard horizon.isLimited, horizon.isNear(bestBid: book.bestBid, bestAsk: book.bestAsk) else { return nil }
        return .horizon
    }

    /// The last known price of a side; nil if the side is completely known.
    public func knownLimit(_ side: Side) -> Decimal? { horizon.limit(side) }

    /// The best `limit` known levels of a side, best first.
    public func top(_ limit: Int, _ side: Side) -> [Level] {
        var levels = book.top(limit, side)
        guard let known = horizon.limit(side) else { return levels }
        while let last = levels.last, side == .bid ? last.price < known : last.price > known { levels.removeLast() }
        return levels
    }

    /// The best level of a side; nil if there is none or it is unknown.
    public func best(_ side: Side) -> Level? {
        guard let best = side == .bid ? book.bestBid : book.bestAsk else { return nil }
        guard let known = horizon.limit(side) else { return best }
        return (side == .bid ? best.price < known : best.price > known) ? nil : best
    }

    // MARK: - Judging

    /// Whether a change fits after the last sequence.
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

    /// The state of a book that is up to date.
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

    /// Applies a change with which the numbering restarts. If the book is exactly before it, the book continues. Otherwise a
    /// snapshot with the new numbers is needed, and the old numbers are discarded.
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
        // Changes waiting after a gap may be newer than a late snapshot, which dedup passes to repair a book. If the numbering
        // restarts (Bybit's u = 1), none of the waiting changes belongs to it.
        if isRestart || !isBeside && change.lastSequence ?? 1 == 1 { forgetPending() }
        return replayPending() ?? .applied
    }

    /// Whether a snapshot beside the stream, or a repeated one, is useful for this book.
    ///
    /// If changes are missing, a snapshot from before the gap cannot repair the book. A book that is up to date accepts a newer
    /// one, or an older one if the changes since then were kept.
    private func isNews(_ change: BookChange) -> Bool {
        guard let last = lastSequence, let snapshot = change.lastSequence else { return !isFollowing || isRefreshing }
        if snapshot > last { return true }
        guard isFollowing, isRefreshing else { return false }
        guard let first = pending.first.flatMap({ SequenceSpan($0) }) else { return snapshot == last }
        return first.lastBefore <= snapshot
    }

    /// The gap between a snapshot and the changes received since; nil if there is none. A snapshot that does not bridge is not
    /// loaded, because the book would step back to it and stop there.
    private func gapBehind(_ change: BookChange) -> Outcome? {
        guard let snapshot = change.lastSequence else { return nil }
        if let next = pending.first(where: { $0.lastSequence ?? .min > snapshot }), let span = SequenceSpan(next),
            span.lastBefore > snapshot
        {
            guard span.rule == .increasing else { return .gap(from: snapshot &+ 1, to: span.lastBefore) }
            // A hole means nothing, but a keeper that started after the snapshot may have missed changes in between.
            guard pending.first?.lastSequence ?? .max <= snapshot else { return .waiting }
        }
        // A keeper that started after the stream had passed the snapshot has not received all changes in between.
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

    /// Applies the changes that waited for a snapshot. Returns the gap if the snapshot is too old for them.
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
