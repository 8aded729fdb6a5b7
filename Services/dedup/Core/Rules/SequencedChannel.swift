import MarketData

/// One channel of one symbol whose venue numbers its changes: passes each number once and in order, holds back what came
/// too early, and names what stayed missing.
struct SequencedChannel {
    /// The sequence up to which documents went out; nil before the first.
    var last: Int64?
    /// What waits, by last sequence.
    var held: [HeldDocument] = []
    /// Whether a change was ever seen: a channel of snapshots alone has nothing to wait for.
    var hasChanges = false
    /// The sequence of the last snapshot beside the stream that went out.
    var lastPhotograph: Int64?
    /// What is missing until a snapshot comes; nil while the book can be whole.
    var openGap: OpenGap?
    /// When the venue made the last document that went out, and when it went out by the caller's clock.
    var lastEvent: Timestamp?
    var lastProgress: Int64 = 0
    /// When the numbering began: what the venue made before belongs to numbers that are over.
    var numberingStart: Timestamp?

    /// What to do with a document that arrives.
    enum Judgement {
        case pass
        case duplicate
        case hold
        /// It passes, and the venue has begun to number anew: nothing is known of what lay between.
        case restart
    }

    /// How far a document's event time must be past that of the last one that went out, and how long nothing must have
    /// gone out, until a smaller number is taken for a new numbering and not for a copy. Nanoseconds.
    static let restartPatience: Int64 = 10_000_000_000

    /// Judges a document inside the stream and takes note of it when it passes; `now` by the caller's clock.
    mutating func judge(_ span: SequenceSpan, eventTime: Timestamp?, now: Int64) -> Judgement {
        if let numberingStart, let eventTime, eventTime < numberingStart { return .duplicate }
        if beginsAnew(span, eventTime: eventTime, now: now) {
            held.removeAll(keepingCapacity: true)
            openGap = nil
            hasChanges = !span.isSnapshot
            numberingStart = eventTime
            last = span.last
            note(eventTime, now)
            return .restart
        }
        let judgement = judge(span)
        if judgement == .pass { note(eventTime, now) }
        return judgement
    }

    /// Whether the venue has begun to number anew.
    ///
    /// Bybit says so by a snapshot of `u = 1` (https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook). Of the
    /// others it shows: a copy has the event time of its original, so a number behind the stream with a time far after
    /// it, while nobody brings the stream forward, is no copy.
    private func beginsAnew(_ span: SequenceSpan, eventTime: Timestamp?, now: Int64) -> Bool {
        guard let last, span.last < last else { return false }
        guard let eventTime, let lastEvent else { return span.isSnapshot && span.last == 1 }
        // The slower source's copy of that snapshot is not newer than what followed the first.
        if span.isSnapshot, span.last == 1 { return eventTime > lastEvent }
        return eventTime.nanoseconds > lastEvent.nanoseconds &+ Self.restartPatience
            && now > lastProgress &+ Self.restartPatience
    }

    /// Takes note of a document that goes out.
    @inline(__always)
    private mutating func note(_ eventTime: Timestamp?, _ now: Int64) {
        if let eventTime { lastEvent = max(lastEvent ?? eventTime, eventTime) }
        lastProgress = now
    }

    private mutating func judge(_ span: SequenceSpan) -> Judgement {
        if !span.isSnapshot { hasChanges = true }
        guard let last else { return pass(span) }
        if span.isSnapshot { return judgeSnapshot(span, after: last) }
        if span.last <= last { return .duplicate }
        return span.continues(last) ? pass(span) : .hold
    }

    /// A snapshot inside the stream, while the stream runs.
    ///
    /// Each source sends one when it connects. At or behind the stream it brings nothing new, unless the book is broken.
    /// Ahead of the stream it waits, as another source may still send what lies between; in a channel that is made of
    /// snapshots alone it goes out at once.
    private mutating func judgeSnapshot(_ span: SequenceSpan, after last: Int64) -> Judgement {
        guard span.last > last else { return mends(span) ? .pass : .duplicate }
        return hasChanges ? .hold : pass(span)
    }

    /// A snapshot beside the stream passes once and leaves the stream as it is.
    mutating func judgePhotograph(_ span: SequenceSpan) -> Judgement {
        guard span.last != lastPhotograph else { return .duplicate }
        lastPhotograph = span.last
        return .pass
    }

    /// Whether a snapshot makes a broken book whole: it holds all that is missing, and what came after it went out.
    ///
    /// It stands behind the stream then; readers keep the changes that they saw since the gap and apply those that the
    /// snapshot does not hold, as they do with Binance's.
    func mends(_ span: SequenceSpan) -> Bool {
        guard let openGap else { return false }
        return span.isSnapshot && span.last >= openGap.to
    }

    @inline(__always)
    private mutating func pass(_ span: SequenceSpan) -> Judgement {
        last = span.last
        return .pass
    }

    // MARK: - Holding back

    /// Keeps a document until its turn; false when a copy of it waits already.
    mutating func hold(_ document: HeldDocument) -> Bool {
        let index = held.firstIndex { $0.span.last >= document.span.last } ?? held.count
        if index < held.count, held[index].span.last == document.span.last,
            held[index].span.isSnapshot == document.span.isSnapshot
        {
            return false
        }
        held.insert(document, at: index)
        return true
    }

    /// Lets out what fits now that the stream has moved on; each is told to `release`.
    mutating func releaseFitting(now: Int64, _ release: (HeldDocument) -> Void) {
        while let last {
            // A snapshot may stand before a change that fits.
            guard
                let index = held.firstIndex(where: {
                    $0.span.last <= last || (!$0.span.isSnapshot && $0.span.continues(last))
                })
            else { return }
            let document = held.remove(at: index)
            if document.span.last > last {
                self.last = document.span.last
            } else if !mends(document.span) {
                continue
            }
            note(document.eventTime, now)
            release(document)
        }
    }

    /// When the first of what waits has waited long enough, in nanoseconds.
    var firstDeadline: Int64? { held.lazy.map(\.deadline).min() }

    /// Takes the first that waits, whatever is missing before it, and moves the stream there.
    mutating func takeFirstHeld(now: Int64) -> (document: HeldDocument, missing: ClosedRange<Int64>?) {
        let document = held.removeFirst()
        note(document.eventTime, now)
        let span = document.span
        defer { last = max(last ?? .min, span.last) }
        guard let last, span.last > last else { return (document, nil) }
        return (document, last &+ 1...span.lastMissing(after: last))
    }
}
