import MarketData

/// One channel of one symbol whose venue numbers its changes: passes each number once and in order, holds back what came
/// too early, and names what stayed missing.
struct SequencedChannel {
    /// The sequence up to which documents went out; nil before the first.
    var last: Int64?
    /// What waits, by last sequence.
    var held: [HeldDocument] = []
    /// The bytes of what waits.
    var heldBytes = 0
    /// Which of what waits the changelog knows.
    var savedHeld: Set<HeldKey> = []
    /// Whether a change was ever seen: a channel of snapshots alone has nothing to wait for.
    var hasChanges = false
    /// The sequence of the last snapshot beside the stream that went out.
    var lastBeside: Int64?
    /// A snapshot beside the stream that the stream has not come to yet, and when it was received. It is a matter of moments;
    /// if it does not come there, the numbers are others.
    var ahead: (sequence: Int64, receive: Timestamp)?
    /// When a snapshot went out last, by the caller's clock.
    var lastSnapshot = Int64.min
    /// What is missing until a snapshot comes; nil while the book can be whole.
    var openGap: OpenGap?
    /// When the venue made the newest document that went out, when it was received, and when it went out by the caller's
    /// clock.
    var lastEvent: Timestamp?
    var lastReceive: Timestamp?
    var lastProgress: Int64 = 0
    /// When the numbering began: what the venue made before belongs to numbers that are over.
    var numberingStart: Timestamp?
    /// Since when every change is removed as a copy, by the caller's clock; nil when one went out since.
    var removingSince: Int64?
    /// Set by a snapshot beside the stream from which it begins anew: the next change may begin before its end.
    private var mustBridge = false

    /// What to do with a document that arrives.
    enum Judgement: Equatable {
        case pass
        /// A snapshot that makes the book whole, from behind the stream's end.
        case mend
        case duplicate
        case hold
        /// A snapshot that tells the stream's readers nothing new, but is worth much to those who come later.
        case repetition
        /// It passes, and the venue has begun to number anew: nothing is known of what lay between.
        case restart
        /// It passes, and the venue has begun to number anew without a break: it names the number before as the last.
        case renumbered
        /// It passes: the document before it had a wrong number, what looked like a gap was none, and the stream goes on
        /// where it stood before.
        case goBack(OpenGap)
    }

    /// How far a document's event time must be past that of the last one that went out, and how long nothing must have
    /// gone out, until a smaller number is taken for a new numbering and not for a copy. Nanoseconds.
    static let restartPatience: Int64 = 10_000_000_000
    /// How far event times may run against the numbers until a number is wrong, in nanoseconds.
    static let disorder: Int64 = 1_000_000_000
    /// After how long of nothing but copies a snapshot is asked for, in nanoseconds.
    static let mutePatience: Int64 = 5_000_000_000
    /// The least time between two snapshots of one channel that agree with its stream, in nanoseconds.
    static let repetitionInterval: Int64 = 5_000_000_000

    /// Judges a document inside the stream and takes note of it when it passes.
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

    /// Takes note of the first document of a stream: what came before a change is missing until a snapshot bridges it.
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

    /// A snapshot inside the stream, while the stream runs.
    ///
    /// Each source sends one when it connects. At or behind the stream it brings nothing new, unless the book is broken; it
    /// is repeated for those who come later. Ahead of the stream it waits, as another source may still send the changes up to
    /// it, the one of its own number too; in a channel that is made of snapshots alone, or whose numbers do not tell what is
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

    /// Whether a snapshot at or behind the stream goes out as a repetition; takes note of it then.
    mutating func repeats(_ span: SequenceSpan, now: Int64) -> Bool {
        guard openGap == nil, lastSnapshot < now &- Self.repetitionInterval else { return false }
        lastSnapshot = now
        return true
    }

    /// A snapshot beside the stream leaves the stream as it is. The same one of another source is a copy, but not for
    /// ever: where nothing moves, the next one has the same number.
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
            // It does not reach the stream: whoever took it would show the past.
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

    /// What readers are to be told of a snapshot: one behind the stream is whole only with what they have heard since.
    /// Those of level 3 have no place for it.
    func marks(of span: SequenceSpan, _ flags: EventFlags = [], kind: EventKind) -> EventMarks {
        guard kind == .book else { return EventMarks() }
        return EventMarks(flags, streamSequence: last.flatMap { $0 > span.last ? $0 : nil })
    }

    /// Whether a snapshot makes a broken book whole: it holds all that is missing, and what came after it went out.
    ///
    /// It stands behind the stream then; readers keep the changes that they saw since the gap and apply those that the
    /// snapshot does not hold, as they do with Binance's.
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

    /// Takes note of a document that goes out.
    @inline(__always)
    mutating func note(event: Timestamp?, receive: Timestamp, now: Int64) {
        if let event { lastEvent = max(lastEvent ?? event, event) }
        lastReceive = max(lastReceive ?? receive, receive)
        lastProgress = now
        removingSince = nil
    }

    // MARK: - Numbers that begin anew, or were wrong

    /// Whether a change continues the chain with a smaller number than it stands at, which no copy does: OKX's `seqId` after
    /// maintenance (https://www.okx.com/docs-v5/en/#order-book-trading-market-data-ws-order-book-channel).
    private func fallsBack(_ span: SequenceSpan) -> Bool {
        guard let last, span.last < last else { return false }
        return span.judgement(after: last) == .continues
    }

    /// Whether the venue has begun to number anew.
    ///
    /// Bybit says so by a snapshot of `u = 1` (https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook). Of the
    /// others it shows: a copy has the event time of its original, so a number behind the stream with a time far after
    /// it is no copy; and where changes are concerned nobody must bring the stream forward meanwhile. Where nothing but
    /// copies has come for some seconds, a snapshot that is newer than the stream is believed. Of changes whose numbers only
    /// grow none with a smaller number is.
    private func beginsAnew(_ span: SequenceSpan, _ times: ArrivalTimes) -> Bool {
        guard let last, span.last < last, span.isSnapshot || span.rule != .increasing else { return false }
        if span.isSnapshot {
            if isMute(now: times.now), isNewer(times) { return true }
            guard let event = times.event, let lastEvent else { return span.last == 1 && !times.isBad }
            // The slower source's copy of that snapshot is not newer than what followed the first.
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

    /// Whether every change of some seconds was removed as a copy, although there was nothing to be a copy of.
    func isMute(now: Int64) -> Bool {
        guard let removingSince else { return false }
        return now > removingSince &+ Self.mutePatience && now > lastProgress &+ Self.mutePatience
    }

    /// Whether the document behind an open gap had a wrong number: nothing has continued it, and here is a change that the
    /// venue made later and that continues the stream from before the gap.
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
