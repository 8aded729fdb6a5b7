import MarketData

/// Documents that arrived too early: they are kept until their turn, or until the waiting time ends.
extension SequencedChannel {
    /// Keeps a document until its turn; returns false if a copy of it already waits. A snapshot is placed after the change with
    /// the same number, because that change would be a copy after it.
    mutating func hold(_ document: HeldDocument) -> Bool {
        var place = held.firstIndex { $0.span.last >= document.span.last } ?? held.count
        while place < held.count, held[place].span.last == document.span.last {
            if held[place].key == document.key { return false }
            guard document.span.isSnapshot else { break }
            place += 1
        }
        held.insert(document, at: place)
        heldBytes += document.bytes.count
        return true
    }

    private mutating func removeHeld(at index: Int) -> HeldDocument {
        let document = held.remove(at: index)
        heldBytes -= document.bytes.count
        return document
    }

    mutating func removeAllHeld() {
        held.removeAll(keepingCapacity: true)
        heldBytes = 0
    }

    /// Releases the documents that continue the stream now; passes each to `release`.
    mutating func releaseFitting(now: Int64, _ release: (HeldDocument) -> Void) {
        while let last {
            // A snapshot may precede a change that continues the stream.
            guard
                let index = held.firstIndex(where: {
                    $0.span.isSnapshot ? $0.span.last <= last : !$0.span.isAhead(of: last)
                })
            else { return }
            var document = removeHeld(at: index)
            if !document.span.isSnapshot, document.span.judgement(after: last) == .continues {
                if document.span.last < last {
                    numberingStart = document.eventTime
                    document.marks = EventMarks(.restart)
                }
                self.last = document.span.last
                note(event: document.eventTime, receive: document.receiveTime, now: now)
            } else if mends(document.span) {
                lastSnapshot = now
                document.marks = marks(of: document.span, kind: document.kind)
            } else if document.span.isSnapshot, repeats(document.span, now: now) {
                document.marks = marks(of: document.span, .repetition, kind: document.kind)
            } else {
                continue
            }
            release(document)
        }
    }

    /// When the waiting time of the first document ends, in nanoseconds.
    var firstDeadline: Int64? { held.lazy.map(\.deadline).min() }

    /// Whether a waiting snapshot contains everything up to a sequence.
    func holdsSnapshot(from sequence: Int64) -> Bool {
        held.contains { $0.span.isSnapshot && $0.span.last >= sequence }
    }

    /// Takes the first waiting document if its number is wrong: the venue created it well before the last published document
    /// but gave it a higher number.
    mutating func takeFirstIfWrong() -> HeldDocument? {
        guard let document = held.first, !document.span.isSnapshot, let last, document.span.last > last,
            let event = document.eventTime, let lastEvent,
            event.nanoseconds < lastEvent.nanoseconds &- Self.disorder
        else { return nil }
        return removeHeld(at: 0)
    }

    /// Takes the first waiting document regardless of the gap before it, and moves the stream there.
    mutating func takeFirstHeld(now: Int64) -> (document: HeldDocument, missing: ClosedRange<Int64>?) {
        let document = removeHeld(at: 0)
        let span = document.span
        note(event: document.eventTime, receive: document.receiveTime, now: now)
        if span.isSnapshot { lastSnapshot = now }
        defer { last = max(last ?? .min, span.last) }
        guard case .misses(let missing) = span.judgement(after: last) else { return (document, nil) }
        return (document, missing)
    }

    /// Restores the waiting documents of an earlier process.
    mutating func restore(_ documents: [HeldDocument]) {
        for document in documents where hold(document) { savedHeld.insert(document.key) }
    }
}

extension SequenceSpan {
    /// Whether something is missing between a stream at `sequence` and this document.
    fileprivate func isAhead(of sequence: Int64) -> Bool {
        if case .misses = judgement(after: sequence) { true } else { false }
    }
}
