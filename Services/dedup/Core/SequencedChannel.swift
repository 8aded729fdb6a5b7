import MarketData

/// One channel of one symbol whose venue numbers its changes: passes each number once and in order, holds back what came
/// too early, and names what stayed missing.
struct SequencedChannel {
    /// Documents held at most; beyond, the oldest wait ends at once.
    let holdLimit: Int
    /// The sequence up to which documents went out; nil before the first.
    private(set) var last: Int64?
    /// What waits, by last sequence.
    private(set) var held: [HeldDocument] = []
    /// Whether a change was ever seen: a channel of snapshots alone has nothing to wait for.
    private var hasChanges = false
    /// The sequence of the last snapshot beside the stream that went out.
    private var lastPhotograph: Int64?

    init(holdLimit: Int) {
        self.holdLimit = holdLimit
    }

    /// What to do with a document that arrives.
    enum Judgement {
        case pass
        case duplicate
        case hold
    }

    /// Judges a document inside the stream and takes note of it when it passes.
    mutating func judge(_ span: SequenceSpan) -> Judgement {
        if !span.isSnapshot { hasChanges = true }
        guard let last else { return pass(span) }
        if span.isSnapshot { return judgeSnapshot(span, after: last) }
        if span.last <= last { return .duplicate }
        return span.continues(last) ? pass(span) : .hold
    }

    /// A snapshot inside the stream, while the stream runs.
    ///
    /// Each source sends one when it connects. At or behind the stream it brings nothing new, unless it restarts the
    /// numbering: Bybit documents `u = 1` for that (https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook).
    /// Ahead of the stream it waits, as another source may still send what lies between; in a channel that is made of
    /// snapshots alone it goes out at once.
    private mutating func judgeSnapshot(_ span: SequenceSpan, after last: Int64) -> Judgement {
        if span.last == 1, last > 1 {
            held.removeAll(keepingCapacity: true)
            return pass(span)
        }
        guard span.last > last else { return .duplicate }
        return hasChanges ? .hold : pass(span)
    }

    /// A snapshot beside the stream passes once and leaves the stream as it is.
    mutating func judgePhotograph(_ span: SequenceSpan) -> Judgement {
        guard span.last != lastPhotograph else { return .duplicate }
        lastPhotograph = span.last
        return .pass
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

    /// The earliest moment at which something must go out.
    var deadline: Int64? { held.map(\.deadline).min() }

    /// Lets out what fits now that the stream has moved on.
    mutating func releaseFitting(into released: inout [Release]) {
        while let head = held.first, let last {
            if head.span.last <= last {
                held.removeFirst()
            } else if !head.span.isSnapshot, head.span.continues(last) {
                held.removeFirst()
                self.last = head.span.last
                released.append(.document(head))
            } else {
                // A snapshot may stand before a change that fits.
                guard
                    let index = held.firstIndex(where: {
                        !$0.span.isSnapshot && $0.span.continues(last) && $0.span.last > last
                    })
                else { return }
                let document = held.remove(at: index)
                self.last = document.span.last
                released.append(.document(document))
            }
        }
    }

    /// Lets out what has waited long enough, with the gaps before it.
    mutating func releaseExpired(now: Int64, channel: String, into released: inout [Release]) {
        while let first = held.first, held.count > holdLimit || held.contains(where: { $0.deadline <= now }) {
            held.removeFirst()
            if let last, first.span.last > last { released.append(.gap(notice(before: first, after: last, channel))) }
            if first.span.last > last ?? .min {
                last = first.span.last
                released.append(.document(first))
            }
            releaseFitting(into: &released)
        }
    }

    private func notice(before document: HeldDocument, after last: Int64, _ channel: String) -> GapNotice {
        let span = document.span
        return GapNotice(
            symbol: document.symbol, channel: channel, from: last &+ 1, to: span.lastMissing(after: last),
            reason: span.isSnapshot ? "snapshot_ahead" : span.previous == nil ? "sequence_jump" : "chain_broken",
            resolvedBy: span.isSnapshot ? "snapshot" : "", eventTime: document.eventTime,
            receiveTime: document.receiveTime, source: document.source)
    }
}
