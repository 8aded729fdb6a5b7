import MarketData

/// Which rule holds for a document, and what it says.
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
            if change.isPhotograph { return admitPhotograph(place, span, batch, released: &released) }
            return admitSequenced(place, span, batch, arrival, released: &released)
        case .order:
            let order = batch.orders[index]
            guard let sequence = order.sequence else { return admitContent(place, arrival.document, batch) }
            let span = SequenceSpan(
                first: order.firstSequence ?? sequence, last: sequence, previous: nil, isSnapshot: false)
            return admitSequenced(place, span, batch, arrival, released: &released)
        case .orderSnapshot:
            let snapshot = batch.orderSnapshots[index]
            guard let sequence = snapshot.sequence else { return admitContent(place, arrival.document, batch) }
            let span = SequenceSpan(first: sequence, last: sequence, previous: nil, isSnapshot: true)
            return admitPhotograph(place, span, batch, released: &released)
        case .trade:
            let trade = batch.trades[index]
            guard !trade.tradeID.isEmpty else { return admitContent(place, arrival.document, batch) }
            var hash = ContentHash()
            hash.combine(UnsafeRawBufferPointer(batch.bytes(of: trade.tradeID)))
            return admit(hash.identity, place, batch)
        default:
            return admitContent(place, arrival.document, batch)
        }
    }

    // MARK: - Sequence ids

    private mutating func admitSequenced(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) -> Verdict {
        note(batch.source, at: place, last: span.last, now: arrival.now)
        switch channels[place].sequence.judge(span, eventTime: arrival.header.eventTime, now: arrival.now) {
        case .pass:
            let isAttended = isAttended(place)
            let hasFilled = isAttended && !channels[place].sequence.held.isEmpty
            channels[place].coverage.passed(span, from: batch.source, hasFilled: hasFilled)
            guard isAttended else { return .pass }
            closeGap(place, by: span, batch.source, arrival.header.eventTime, batch.receiveTime, into: &released)
            releaseFitting(place, now: arrival.now, into: &released)
            attendIfNeeded(place)
            return .pass
        case .restart:
            restart(place, span, batch, arrival, released: &released)
            return .pass
        case .duplicate:
            return .duplicate
        case .hold:
            let held = HeldDocument(
                bytes: Array(arrival.document), symbol: arrival.header.symbol, kind: arrival.kind,
                source: batch.source, span: span, deadline: arrival.now &+ limits.holdNanoseconds,
                eventTime: arrival.header.eventTime, receiveTime: batch.receiveTime)
            guard channels[place].sequence.hold(held) else { return .duplicate }
            if channels[place].sequence.held.count > limits.heldPerChannel {
                releaseOverdue(place, now: arrival.now, into: &released)
            }
            attendIfNeeded(place)
            return .held
        }
    }

    private mutating func admitPhotograph(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, released: inout [Release]
    ) -> Verdict {
        guard channels[place].sequence.judgePhotograph(span) == .pass else { return .duplicate }
        channels[place].coverage.passed(nil, from: batch.source, hasFilled: false)
        if isAttended(place) {
            closeGap(place, by: span, batch.source, nil, batch.receiveTime, into: &released)
            attendIfNeeded(place)
        }
        return .pass
    }

    private mutating func releaseFitting(_ place: Int, now: Int64, into released: inout [Release]) {
        var out: [HeldDocument] = []
        channels[place].sequence.releaseFitting(now: now) { out.append($0) }
        for document in out { pass(document, place, into: &released) }
    }

    /// Lets out what has waited long enough, with the gaps before it.
    mutating func releaseOverdue(_ place: Int, now: Int64, into released: inout [Release]) {
        while !channels[place].sequence.held.isEmpty,
            isOverdue(place, now: now)
        {
            markChanged(place)
            let (document, missing) = channels[place].sequence.takeFirstHeld(now: now)
            if let missing { open(missing, before: document, place, now: now, into: &released) }
            pass(document, place, into: &released)
            releaseFitting(place, now: now, into: &released)
        }
    }

    /// Whether something must go out although it does not fit: too many wait, or the time is over and no source that is
    /// heard of can still bring what is missing.
    private func isOverdue(_ place: Int, now: Int64) -> Bool {
        let sequence = channels[place].sequence
        if sequence.held.count > limits.heldPerChannel { return true }
        guard let deadline = sequence.firstDeadline, deadline <= now else { return false }
        let extended = deadline &- limits.holdNanoseconds &+ max(limits.lagNanoseconds, limits.holdNanoseconds)
        guard now < extended, let last = sequence.last else { return true }
        return !channels[place].progress.isAnyBehind(
            last, of: venues[channels[place].venue], heardSince: now &- limits.lagNanoseconds)
    }

    private mutating func pass(_ document: HeldDocument, _ place: Int, into released: inout [Release]) {
        channels[place].coverage.passed(document.span, from: document.source, hasFilled: false)
        released.append(.document(document))
        closeGap(
            place, by: document.span, document.source, document.eventTime, document.receiveTime, into: &released)
    }

    // MARK: - Gaps

    /// Names a gap; unless the document itself is the snapshot that bridges it, one is asked for.
    private mutating func open(
        _ missing: ClosedRange<Int64>, before document: HeldDocument, _ place: Int, now: Int64,
        into released: inout [Release]
    ) {
        let span = document.span
        let channel = channels[place].kind.topicName
        let reason = span.isSnapshot ? "snapshot_ahead" : span.previous == nil ? "sequence_jump" : "chain_broken"
        channels[place].coverage.gaps += 1
        released.append(
            .gap(
                GapNotice(
                    symbol: document.symbol, channel: channel, from: missing.lowerBound, to: missing.upperBound,
                    reason: reason, resolvedBy: span.isSnapshot ? "snapshot" : "", eventTime: document.eventTime,
                    receiveTime: document.receiveTime, source: document.source)))
        guard !span.isSnapshot else { return }
        var gap = channels[place].sequence.openGap ?? OpenGap(from: missing.lowerBound, to: missing.upperBound)
        gap.to = missing.upperBound
        if gap.takesRequest(now: now) {
            released.append(
                .snapshotWanted(
                    SnapshotWish(symbol: document.symbol, channel: channel, source: document.source, reason: reason)))
        }
        channels[place].sequence.openGap = gap
    }

    /// Says that a snapshot has made the book whole again, if it has.
    private mutating func closeGap(
        _ place: Int, by span: SequenceSpan, _ source: String, _ eventTime: Timestamp?, _ receiveTime: Timestamp,
        into released: inout [Release]
    ) {
        guard let gap = channels[place].sequence.openGap, channels[place].sequence.mends(span) else { return }
        channels[place].sequence.openGap = nil
        released.append(
            .gap(
                GapNotice(
                    symbol: channels[place].symbol, channel: channels[place].kind.topicName, from: gap.from,
                    to: gap.to, reason: "snapshot_came", resolvedBy: "snapshot", eventTime: eventTime,
                    receiveTime: receiveTime, source: source)))
    }

    /// Says that the numbering began anew. What lay between is not known; a book needs a snapshot, unless this is one.
    private mutating func restart(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) {
        channels[place].coverage.passed(span, from: batch.source, hasFilled: false)
        channels[place].progress.removeAll()
        note(batch.source, at: place, last: span.last, now: arrival.now)
        if !span.isSnapshot {
            channels[place].coverage.gaps += 1
            let before = max(0, span.first &- 1)
            channels[place].sequence.openGap = OpenGap(from: before, to: before)
            released.append(
                .gap(
                    GapNotice(
                        symbol: arrival.header.symbol, channel: channels[place].kind.topicName, from: before,
                        to: before, reason: "numbering_restarted", resolvedBy: "",
                        eventTime: arrival.header.eventTime, receiveTime: batch.receiveTime, source: batch.source)))
        }
        attendIfNeeded(place)
    }

    // MARK: - No sequence ids

    /// A change that two sources cannot be compared by: one of them is elected, and what it sends goes out.
    ///
    /// Equal changes are no copies here: a level may go from 5 to 3 and back to 5 within one tick of the venue's clock.
    private mutating func admitElected(
        _ place: Int, _ batch: borrowing EventBatch, _ arrival: Arrival, isSnapshot: Bool, released: inout [Release]
    ) -> Verdict {
        let judgement = channels[place].election.judge(
            source: batch.source, isSnapshot: isSnapshot, now: arrival.now, patience: limits.takeOverNanoseconds)
        switch judgement {
        case .pass:
            channels[place].coverage.passed(nil, from: batch.source, hasFilled: false)
            return .pass
        case .duplicate: return .duplicate
        case .wantsSnapshot:
            if arrival.now >= channels[place].nextWish {
                channels[place].nextWish = arrival.now &+ OpenGap.maximumWait
                released.append(
                    .snapshotWanted(
                        SnapshotWish(
                            symbol: arrival.header.symbol, channel: channels[place].kind.topicName,
                            source: batch.source, reason: "elected source is silent")))
            }
            return .duplicate
        }
    }

    /// Identity by content: all of the document but when and by whom it was received.
    private mutating func admitContent(
        _ place: Int, _ document: UnsafeRawBufferPointer, _ batch: borrowing EventBatch
    ) -> Verdict {
        var hash = ContentHash()
        let (head, tail) = DocumentContent.withoutReception(document)
        hash.combine(head)
        hash.combine(tail)
        return admit(hash.identity, place, batch)
    }

    private mutating func admit(_ identity: UInt64, _ place: Int, _ batch: borrowing EventBatch) -> Verdict {
        guard channels[place].identities.insert(identity, time: batch.receiveTime.nanoseconds) else {
            return .duplicate
        }
        if channels[place].isCovered { channels[place].coverage.passed(nil, from: batch.source, hasFilled: false) }
        return .pass
    }
}
