import MarketData

/// One channel of a symbol whose venue numbers its changes. It publishes each number once and in order, holds back early
/// documents, and reports gaps.
struct SequencedChannel {
    /// The sequence of the last published document; nil before the first.
    var last: Int64?
    /// The waiting documents, ordered by last sequence.
    var held: [HeldDocument] = []
    /// The size of the waiting documents in bytes.
    var heldBytes = 0
    /// The waiting documents that the changelog contains.
    var savedHeld: Set<HeldKey> = []
    /// Whether a change was ever seen: in a channel that only has snapshots, nothing needs to wait.
    var hasChanges = false
    /// The sequence of the last published snapshot beside the stream.
    var lastBeside: Int64?
    /// A snapshot beside the stream that the stream has not reached yet, and its receive time. The stream should reach it
    /// within moments; if it does not, the numbering has changed.
    var ahead: (sequence: Int64, receive: Timestamp)?
    /// When a snapshot was last published, by the caller's clock.
    var lastSnapshot = Int64.min
    /// The gap that waits for a snapshot; nil if the book can be complete.
    var openGap: OpenGap?
    /// The newest published document: when the venue created it, when it was received, and when it was published by the
    /// caller's clock.
    var lastEvent: Timestamp?
    var lastReceive: Timestamp?
    var lastProgress: Int64 = 0
    /// When the numbering began: older documents belong to an earlier numbering.
    var numberingStart: Timestamp?
    /// Since when every change has been removed as a copy, by the caller's clock; nil after a change was published.
    var removingSince: Int64?
    /// Set by a snapshot beside the stream from which the stream restarts: the next change may begin before its end.
    private var mustBridge = false

    /// The decision about a document.
    enum Judgement: Equatable {
        case pass
        /// A snapshot that makes the book complete, from behind the end of the stream.
        case mend
        case duplicate
        case hold
        /// A snapshot with nothing new for the stream's readers, but useful for later readers.
        case repetition
        /// It passes, and the venue has restarted its numbering: it is unknown what is missing before it.
        case restart
        /// It passes, and the venue has restarted its numbering without a gap: the document contains the previous number.
        case renumbered
        /// It passes. The document before it had a wrong number, so the apparent gap was none, and the stream continues from
        /// its earlier position.
        case goBack(OpenGap)
    }

    /// A smaller number is treated as a new numbering and not as a copy after this time in nanoseconds. The document's event
    /// time must be later than the last published one's by this time, and nothing may have been published for as long.
    static let restartPatience: Int64 = 10_000_000_000
    /// By how much event times may contradict the order of the numbers before a number is wrong, in nanoseconds.
    static let disorder: Int64 = 1_000_000_000
    /// A snapshot is requested after only copies have arrived for this time, in nanoseconds.
    static let mutePatience: Int64 = 5_000_000_000
    /// The minimum time between two snapshots of one channel that agree with its stream, in nanoseconds.
    static let repetitionInterval: Int64 = 5_000_000_000

    /// Decides about a document inside the stream and records it if it passes.
    mutating func judge(_ span: SequenceSpan, _ times: ArrivalTimes) -> Judgement {
        assertInvariants()
        defer { assertInvariants() }
        if let numberingStart, let event = times.event, event < numberingStart { return .duplicate }
        if fallsBack(span) {
            let isWhole = openGap == nil
            restart(at: span, times)
            return isWhole ? .renumbered : .restart
        }
        if beginsAnew(span, times) || neverReaches(span, times) {
            restart(at: span, times)
            return .restart
        }
        if let gap = openGap, goesBack(span, behind: gap, times) {
            openGap = nil
            pass(span, times)
            return .goBack(gap)
        }
        return judgeInOrder(span, times)
    }

    /// Checks in debug builds what always holds between two calls.
    private func assertInvariants() {
        assert(heldBytes == held.reduce(0) { $0 + $1.bytes.count }, "the bytes of held documents are counted")
        assert(zip(held, held.dropFirst()).allSatisfy { $0.span.last <= $1.span.last }, "held documents are in order")
        assert(held.isEmpty || last != nil, "a document is held only after a stream has begun")
    }

    private mutating func judgeInOrder(_ span: SequenceSpan, _ times: ArrivalTimes) -> Judgement {
        if !span.isSnapshot { hasChanges = true }
        guard let last else {
            begin(span, now: times.now)
            pass(span, times)
            return .pass
        }
        if span.isSnapshot { return judgeSnapshot(span, after: last, times) }
        switch span.judgement(after: last, isBridging: mustBridge) {
        case .continues:
            pass(span, times)
            return .pass
        case .repeats:
            if removingSince == nil { removingSince = times.now }
            return .duplicate
        case .misses: return .hold
        }
    }

    /// Records the first document of a stream: everything before a change is missing until a snapshot bridges it.
    private mutating func begin(_ span: SequenceSpan, now: Int64) {
        guard !span.isSnapshot else { return }
        let before = span.lastBefore
        if let lastBeside, lastBeside >= before { return }
        var gap = OpenGap(
            from: before, to: before, isNamed: false, isNameless: span.rule == .increasing,
            nextRequest: now &+ OpenGap.startWait)
        if let lastBeside { gap.sawSnapshot(of: lastBeside) }
        openGap = gap
    }

    /// Decides about a snapshot inside a running stream.
    ///
    /// Each source sends one when it connects. At or behind the stream it contains nothing new, unless the book is incomplete;
    /// it is repeated for later readers. A snapshot ahead of the stream waits, because another source may still send the
    /// changes up to it, including the one with the same number. It is published immediately if the channel only consists of
    /// snapshots, or if its numbers do not show what is missing.
    /// missing, it goes out at once.
    private mutating func judgeSnapshot(
        _ span: SequenceSpan, after last: Int64, _ times: ArrivalTimes
    ) -> Judgement {
        if span.last > last {
            guard !hasChanges || span.rule == .increasing else { return .hold }
            pass(span, times)
            return .pass
        }
        if mends(span) {
            lastSnapshot = times.now
            return .mend
        }
        openGap?.sawSnapshot(of: span.last)
        return repeats(span, now: times.now) ? .repetition : .duplicate
    }

    /// Whether a snapshot at or behind the stream is published as a repetition; if so, it is recorded.
    mutating func repeats(_ span: SequenceSpan, now: Int64) -> Bool {
        guard openGap == nil, lastSnapshot < now &- Self.repetitionInterval else { return false }
        lastSnapshot = now
        return true
    }

    /// A snapshot beside the stream does not change the stream. The same snapshot from another source is a copy, but only for a
    /// limited time: while nothing changes, the next one has the same number.
    mutating func judgeBeside(_ span: SequenceSpan, _ times: ArrivalTimes) -> Judgement {
        if isMute(now: times.now), let last, span.last < last, isNewer(times) {
            restart(at: span, times)
            lastBeside = span.last
            mustBridge = true
            return .restart
        }
        if span.last == lastBeside, lastSnapshot >= times.now &- Self.repetitionInterval { return .duplicate }
        lastBeside = span.last
        if openGap != nil, !mends(span) {
            // It does not reach the stream: its readers would show the past.
            openGap?.sawSnapshot(of: span.last)
            return .duplicate
        }
        lastSnapshot = times.now
        guard let last, span.last <= last else {
            if ahead.map({ $0.sequence <= span.last }) ?? true { ahead = (span.last, times.receive) }
            return .pass
        }
        return openGap == nil ? .repetition : .mend
    }

    /// The marks of a snapshot. A snapshot behind the stream is only complete together with the changes that readers have
    /// received since. Snapshots of level 3 have no field for that.
    func marks(of span: SequenceSpan, _ flags: EventFlags = [], kind: EventKind) -> EventMarks {
        guard kind == .book else { return EventMarks() }
        return EventMarks(flags, streamSequence: last.flatMap { $0 > span.last ? $0 : nil })
    }

    /// Whether a snapshot makes an incomplete book complete: it contains all missing changes, and the changes after it were
    /// published.
    ///
    /// Such a snapshot is behind the stream. Readers keep the changes since the gap and apply those that the snapshot does not
    /// contain, as they do with Binance's.
    func mends(_ span: SequenceSpan) -> Bool {
        guard let openGap else { return false }
        return span.isSnapshot && span.last >= openGap.to
    }

    private mutating func pass(_ span: SequenceSpan, _ times: ArrivalTimes) {
        last = span.last
        mustBridge = false
        if let ahead, span.last >= ahead.sequence { self.ahead = nil }
        if span.isSnapshot { lastSnapshot = times.now }
        note(event: times.event, receive: times.receive, now: times.now)
    }

    /// Records a published document.
    @inline(__always)
    mutating func note(event: Timestamp?, receive: Timestamp, now: Int64) {
        if let event { lastEvent = max(lastEvent ?? event, event) }
        lastReceive = max(lastReceive ?? receive, receive)
        lastProgress = now
        removingSince = nil
    }

    // MARK: - Restarted and wrong numbers

    /// Whether a change continues the chain with a number below the stream's, which a copy never does: OKX's `seqId` after
    /// maintenance (https://www.okx.com/docs-v5/en/#order-book-trading-market-data-ws-order-book-channel).
    private func fallsBack(_ span: SequenceSpan) -> Bool {
        guard let last, span.last < last else { return false }
        return span.judgement(after: last) == .continues
    }

    /// Whether the venue has restarted its numbering.
    ///
    /// Bybit announces it with a snapshot of `u = 1` (https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook). For
    /// the others it must be inferred. A copy has the event time of its original, so a number behind the stream with a much
    /// later time is not a copy; for changes, no source may have advanced the stream in the meantime. If only copies have
    /// arrived for some seconds, a snapshot that is newer than the stream is accepted. Changes whose numbers only increase
    /// never restart with a smaller number.
    private func beginsAnew(_ span: SequenceSpan, _ times: ArrivalTimes) -> Bool {
        guard let last, span.last < last, span.isSnapshot || span.rule != .increasing else { return false }
        if span.isSnapshot {
            if isMute(now: times.now), isNewer(times) { return true }
            guard let event = times.event, let lastEvent else { return span.last == 1 && !times.isBad }
            // The copy of that snapshot from the slower source is not newer than the documents after the first copy.
            if span.last == 1 { return event > lastEvent }
            return isFarAfter(lastEvent, event)
        }
        guard let event = times.event, let lastEvent else { return false }
        return isFarAfter(lastEvent, event) && times.now > lastProgress &+ Self.restartPatience
    }

    /// Whether the stream is still behind a snapshot beside it that was received long before this change.
    private func neverReaches(_ span: SequenceSpan, _ times: ArrivalTimes) -> Bool {
        guard let ahead, !span.isSnapshot, span.rule != .increasing, span.last < ahead.sequence else { return false }
        return isFarAfter(ahead.receive, times.receive)
    }

    private func isFarAfter(_ earlier: Timestamp, _ time: Timestamp) -> Bool {
        let (limit, overflow) = earlier.nanoseconds.addingReportingOverflow(Self.restartPatience)
        return !overflow && time.nanoseconds > limit
    }

    private func isNewer(_ times: ArrivalTimes) -> Bool {
        if let event = times.event, let lastEvent { return event > lastEvent }
        return lastReceive.map { times.receive > $0 } ?? true
    }

    /// Whether every change for some seconds was removed as a copy, although there was no original.
    func isMute(now: Int64) -> Bool {
        guard let removingSince else { return false }
        return now > removingSince &+ Self.mutePatience && now > lastProgress &+ Self.mutePatience
    }

    /// Whether the document after an open gap had a wrong number: nothing has continued it, and this change was created later
    /// and continues the stream from before the gap.
    private func goesBack(_ span: SequenceSpan, behind gap: OpenGap, _ times: ArrivalTimes) -> Bool {
        guard let behind = gap.behind, last == behind, !span.isSnapshot, span.last < behind, span.last >= gap.from,
            span.judgement(after: gap.from &- 1) == .continues, let event = times.event, let lastEvent
        else { return false }
        return event > lastEvent
    }

    private mutating func restart(at span: SequenceSpan, _ times: ArrivalTimes) {
        removeAllHeld()
        openGap = nil
        hasChanges = !span.isSnapshot
        numberingStart = times.event
        lastEvent = nil
        lastBeside = nil
        ahead = nil
        pass(span, times)
    }
}
