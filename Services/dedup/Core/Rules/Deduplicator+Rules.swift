import MarketData

/// Chooses the rule for a document and applies it.
extension Deduplicator {
    mutating func judge(
        _ entry: EventBatch.Entry, at place: Int, of batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) -> Verdict {
        let index = Int(entry.index)
        switch entry.kind {
        case .book:
            let change = batch.bookChanges[index]
            guard let span = SequenceSpan(change) else {
                let isSnapshot = change.kind == .snapshot
                return admitElected(place, batch, arrival, isSnapshot: isSnapshot, released: &released)
            }
            if span.isSnapshot, change.place == .beside {
                return admitBeside(place, span, batch, arrival, released: &released)
            }
            return admitSequenced(place, span, batch, arrival, released: &released)
        case .order:
            guard let span = SequenceSpan(batch.orderChanges[index]) else {
                return admitContent(place, batch, arrival)
            }
            return admitSequenced(place, span, batch, arrival, released: &released)
        case .orderSnapshot:
            let snapshot = batch.orderSnapshots[index]
            guard let span = SequenceSpan(snapshot) else { return admitContent(place, batch, arrival) }
            return snapshot.place == .beside
                ? admitBeside(place, span, batch, arrival, released: &released)
                : admitSequenced(place, span, batch, arrival, released: &released)
        case .trade:
            let trade = batch.trades[index]
            guard !trade.tradeID.isEmpty else { return admitContent(place, batch, arrival) }
            var hash = ContentHash()
            hash.combine(UnsafeRawBufferPointer(batch.bytes(of: trade.tradeID)))
            return admit(hash.identity, place, batch, arrival)
        case .quote, .ticker, .funding, .liquidation, .instrument, .status, .gap, .coverage:
            return admitContent(place, batch, arrival)
        }
    }

    // MARK: - Sequence ids

    private mutating func admitSequenced(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) -> Verdict {
        note(batch.source, at: place, last: span.last, now: arrival.now)
        switch channels[place].sequence.judge(span, arrival.times) {
        case .pass, .mend:
            let marks = span.isSnapshot ? channels[place].sequence.marks(of: span, kind: arrival.kind) : EventMarks()
            let verdict = marks.isEmpty ? Verdict.pass : .marked(marks)
            let isAttended = isAttended(place)
            let hasFilled = isAttended && !channels[place].sequence.held.isEmpty
            channels[place].coverage.passed(span, from: batch.source, hasFilled: hasFilled)
            guard isAttended || channels[place].sequence.openGap != nil else { return verdict }
            closeGap(place, by: span, batch.source, arrival.times.event, batch.receiveTime, into: &released)
            releaseFitting(place, now: arrival.now, into: &released)
            attendIfNeeded(place)
            return verdict
        case .repetition:
            channels[place].coverage.passed(nil, from: batch.source, hasFilled: false)
            let marks = channels[place].sequence.marks(of: span, .repetition, kind: arrival.kind)
            return marks.isEmpty ? .pass : .marked(marks)
        case .restart:
            restart(place, span, batch, arrival, released: &released)
            return .marked(EventMarks(.restart))
        case .renumbered:
            beginNumbering(place, span, batch, arrival)
            attendIfNeeded(place)
            return .marked(EventMarks(.restart))
        case .goBack(let gap):
            goBack(place, span, over: gap, batch, arrival, released: &released)
            return .marked(EventMarks(.restart))
        case .duplicate:
            wishIfMute(place, batch, arrival, released: &released)
            return .duplicate
        case .hold:
            let held = HeldDocument(
                bytes: Array(arrival.document), symbol: arrival.header.symbol, kind: arrival.kind,
                source: batch.source, span: span, deadline: arrival.now &+ limits.holdNanoseconds,
                eventTime: arrival.times.event, receiveTime: batch.receiveTime)
            guard channels[place].sequence.hold(held) else { return .duplicate }
            if isFull(place) { releaseOverdue(place, now: arrival.now, into: &released) }
            attendIfNeeded(place)
            return .held
        }
    }

    private mutating func admitBeside(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) -> Verdict {
        let judgement = channels[place].sequence.judgeBeside(span, arrival.times)
        guard judgement != .duplicate else { return .duplicate }
        channels[place].coverage.passed(nil, from: batch.source, hasFilled: false)
        if judgement == .restart {
            restart(place, span, batch, arrival, released: &released)
            return .marked(EventMarks(.restart))
        }
        if isAttended(place) {
            closeGap(place, by: span, batch.source, nil, batch.receiveTime, into: &released)
            attendIfNeeded(place)
        }
        let flags: EventFlags = judgement == .repetition ? .repetition : []
        let marks = channels[place].sequence.marks(of: span, flags, kind: arrival.kind)
        return marks.isEmpty ? .pass : .marked(marks)
    }

    private mutating func releaseFitting(_ place: Int, now: Int64, into released: inout [Release]) {
        var out: [HeldDocument] = []
        channels[place].sequence.releaseFitting(now: now) { out.append($0) }
        for document in out { pass(document, place, into: &released) }
    }

    /// Releases documents that have waited long enough, with the gaps before them.
    mutating func releaseOverdue(_ place: Int, now: Int64, into released: inout [Release]) {
        while !channels[place].sequence.held.isEmpty,
            isOverdue(place, now: now)
        {
            markChanged(place)
            if let wrong = channels[place].sequence.takeFirstIfWrong() {
                refuse(wrong, place, into: &released)
                continue
            }
            let (document, missing) = channels[place].sequence.takeFirstHeld(now: now)
            if let missing { open(missing, before: document, place, now: now, into: &released) }
            pass(document, place, into: &released)
            releaseFitting(place, now: now, into: &released)
        }
    }

    /// Whether a document must be released although others are missing before it. This is the case if too many wait, or if the
    /// time is over and no live source can still deliver the missing ones.
    private func isOverdue(_ place: Int, now: Int64) -> Bool {
        let sequence = channels[place].sequence
        if isFull(place) { return true }
        guard let deadline = sequence.firstDeadline, deadline <= now else { return false }
        let extended = deadline &- limits.holdNanoseconds &+ max(limits.lagNanoseconds, limits.holdNanoseconds)
        guard now < extended, let last = sequence.last else { return true }
        return !channels[place].progress.isAnyBehind(
            last, of: venues[channels[place].venue], heardSince: now &- limits.lagNanoseconds)
    }

    /// Whether the waiting documents of a channel exceed a limit.
    private func isFull(_ place: Int) -> Bool {
        channels[place].sequence.held.count > limits.heldPerChannel
            || channels[place].sequence.heldBytes > DedupLimits.heldBytesPerChannel
    }

    private mutating func pass(_ document: HeldDocument, _ place: Int, into released: inout [Release]) {
        channels[place].coverage.passed(document.span, from: document.source, hasFilled: false)
        released.append(.document(document))
        closeGap(
            place, by: document.span, document.source, document.eventTime, document.receiveTime, into: &released)
    }

    // MARK: - No sequence ids

    /// Handles a change for which two sources cannot be compared: one source is elected, and its documents are published.
    ///
    /// Equal changes are not copies here: a level may go from 5 to 3 and back to 5 within one tick of the venue's clock.
    private mutating func admitElected(
        _ place: Int, _ batch: borrowing EventBatch, _ arrival: Arrival, isSnapshot: Bool, released: inout [Release]
    ) -> Verdict {
        let judgement = channels[place].election.judge(
            source: batch.source, isSnapshot: isSnapshot, now: arrival.now, patience: limits.takeOverNanoseconds)
        switch judgement {
        case .pass:
            channels[place].coverage.passed(nil, from: batch.source, hasFilled: false)
            if channels[place].election.misses(snapshotAt: arrival.now, patience: OpenGap.startWait) {
                wish(place, "no snapshot came", batch.source, now: arrival.now, released: &released)
            }
            return .pass
        case .duplicate: return .duplicate
        case .wantsSnapshot:
            wish(place, "elected source is silent", batch.source, now: arrival.now, released: &released)
            return .duplicate
        }
    }

    /// Identity by content: the whole document except its receive time and source.
    private mutating func admitContent(
        _ place: Int, _ batch: borrowing EventBatch, _ arrival: Arrival
    ) -> Verdict {
        var hash = ContentHash()
        let (head, tail) = DocumentContent.withoutReception(arrival.document)
        hash.combine(head)
        hash.combine(tail)
        return admit(hash.identity, place, batch, arrival)
    }

    private mutating func admit(
        _ identity: UInt64, _ place: Int, _ batch: borrowing EventBatch, _ arrival: Arrival
    ) -> Verdict {
        // A receive time in the future would make all remembered identities look old.
        let latest = arrival.now &+ EventHeader.timeTolerance
        guard channels[place].identities.insert(identity, time: min(batch.receiveTime.nanoseconds, latest)) else {
            return .duplicate
        }
        if channels[place].isCovered { channels[place].coverage.passed(nil, from: batch.source, hasFilled: false) }
        return .pass
    }
}
