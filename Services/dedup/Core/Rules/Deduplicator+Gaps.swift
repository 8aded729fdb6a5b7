import MarketData

/// Gaps: reports them, requests snapshots, and closes them.
extension Deduplicator {
    /// Reports a gap. Requests a snapshot unless the document itself is the snapshot that bridges the gap, or one is waiting.
    mutating func open(
        _ missing: ClosedRange<Int64>, before document: HeldDocument, _ place: Int, now: Int64,
        into released: inout [Release]
    ) {
        let span = document.span
        let reason = span.isSnapshot ? "snapshot_ahead" : span.previous == nil ? "sequence_jump" : "chain_broken"
        channels[place].coverage.gaps += 1
        released.append(
            .gap(
                notice(
                    place, missing, reason, resolvedBy: span.isSnapshot ? "snapshot" : "", document.source,
                    document.eventTime, document.receiveTime)))
        guard !span.isSnapshot else { return }
        var gap = channels[place].sequence.openGap ?? OpenGap(from: missing.lowerBound, to: missing.upperBound)
        gap.to = missing.upperBound
        gap.behind = gap.from == missing.lowerBound ? span.last : nil
        gap.isNamed = true
        if channels[place].sequence.holdsSnapshot(from: gap.to) {
            gap.nextRequest = gap.nextRequest ?? now &+ OpenGap.firstWait
        } else if gap.takesRequest(now: now) {
            want(place, reason, document.source, into: &released)
        }
        channels[place].sequence.openGap = gap
    }

    /// Requests the snapshot that a book waits for again when it is due. The first request also reports the gap before the
    /// beginning of a stream.
    mutating func askAgain(_ place: Int, now: Int64, into released: inout [Release]) {
        guard var gap = channels[place].sequence.openGap, gap.takesRequest(now: now) else { return }
        var reason = "no snapshot came"
        if !gap.isNamed, !gap.isNameless {
            gap.isNamed = true
            channels[place].coverage.gaps += 1
            let isBehind = channels[place].sequence.lastBeside != nil
            if isBehind { reason = "the snapshot is older than the stream" }
            let sequence = channels[place].sequence
            released.append(
                .gap(
                    notice(
                        place, gap.from...max(gap.from, gap.to), isBehind ? "snapshot_behind" : "no_snapshot",
                        resolvedBy: "", "dedup", sequence.lastEvent,
                        sequence.lastReceive ?? Timestamp(nanoseconds: now))))
        }
        channels[place].sequence.openGap = gap
        markChanged(place)
        want(place, reason, "", into: &released)
    }

    /// Reports that a snapshot has made the book complete again, if it has.
    mutating func closeGap(
        _ place: Int, by span: SequenceSpan, _ source: String, _ eventTime: Timestamp?, _ receiveTime: Timestamp,
        into released: inout [Release]
    ) {
        guard let gap = channels[place].sequence.openGap, channels[place].sequence.mends(span) else { return }
        channels[place].sequence.openGap = nil
        guard gap.isNamed else { return }
        released.append(
            .gap(
                notice(
                    place, gap.from...max(gap.from, gap.to), "snapshot_came", resolvedBy: "snapshot", source, eventTime,
                    receiveTime)))
    }

    /// Reports that the numbering has restarted. The missing part is unknown; a book needs a snapshot, unless the document is
    /// one.
    mutating func restart(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) {
        beginNumbering(place, span, batch, arrival)
        if !span.isSnapshot {
            channels[place].coverage.gaps += 1
            let before = max(1, span.first) - 1
            channels[place].sequence.openGap = OpenGap(from: before, to: before)
            released.append(
                .gap(
                    notice(
                        place, before...before, "numbering_restarted", resolvedBy: "", batch.source,
                        arrival.times.event,
                        batch.receiveTime)))
        }
        attendIfNeeded(place)
    }

    /// Records a published document whose numbers do not continue the earlier ones.
    mutating func beginNumbering(
        _ place: Int, _ span: SequenceSpan, _ batch: borrowing EventBatch, _ arrival: Arrival
    ) {
        channels[place].coverage.passed(span, from: batch.source, hasFilled: false)
        channels[place].progress.removeAll()
        note(batch.source, at: place, last: span.last, now: arrival.now)
    }

    /// Reports that the last gap was none: the document after it had a wrong number, and the stream continues.
    mutating func goBack(
        _ place: Int, _ span: SequenceSpan, over gap: OpenGap, _ batch: borrowing EventBatch, _ arrival: Arrival,
        released: inout [Release]
    ) {
        beginNumbering(place, span, batch, arrival)
        released.append(
            .gap(
                notice(
                    place, gap.from...max(gap.from, gap.to), "wrong_number", resolvedBy: "stream", batch.source,
                    arrival.times.event, batch.receiveTime)))
        attendIfNeeded(place)
    }

    /// Reports that a waiting document had a wrong number. It is not published, because it has no place in the stream.
    mutating func refuse(_ document: HeldDocument, _ place: Int, into released: inout [Release]) {
        let number = document.span.last
        released.append(
            .gap(
                notice(
                    place, number...number, "wrong_number", resolvedBy: "stream", document.source, document.eventTime,
                    document.receiveTime)))
    }

    // MARK: - Requests

    /// Requests a snapshot of a channel that has received only copies for some seconds although its source is alive.
    mutating func wishIfMute(
        _ place: Int, _ batch: borrowing EventBatch, _ arrival: Arrival, released: inout [Release]
    ) {
        guard channels[place].sequence.isMute(now: arrival.now) else { return }
        wish(place, "nothing but copies comes", batch.source, now: arrival.now, released: &released)
    }

    /// Requests a snapshot of a channel, with a limited rate.
    mutating func wish(
        _ place: Int, _ reason: String, _ source: String, now: Int64, released: inout [Release]
    ) {
        guard now >= channels[place].nextWish else { return }
        channels[place].nextWish = now &+ OpenGap.maximumWait
        want(place, reason, source, into: &released)
    }

    private func want(_ place: Int, _ reason: String, _ source: String, into released: inout [Release]) {
        released.append(
            .snapshotWanted(
                SnapshotWish(
                    symbol: channels[place].symbol, channel: channels[place].kind.topicName, source: source,
                    reason: reason)))
    }

    private func notice(
        _ place: Int, _ missing: ClosedRange<Int64>, _ reason: String, resolvedBy: String, _ source: String,
        _ eventTime: Timestamp?, _ receiveTime: Timestamp
    ) -> GapNotice {
        GapNotice(
            symbol: channels[place].symbol, channel: channels[place].kind.topicName, from: missing.lowerBound,
            to: missing.upperBound, reason: reason, resolvedBy: resolvedBy, eventTime: eventTime,
            receiveTime: receiveTime, source: source)
    }
}
