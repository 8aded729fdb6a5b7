import MarketData
import VenueKit
import WebSocket

/// What the venue sends: frames and the bodies of REST answers, recorded first and then acted on.
extension VenueSession {
    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        guard case .open = state else { return }
        lastFrameTime = receiveTime
        counters.received(bytes: frame.byteCount)
        var wants: FrameWants = watch.awaitsSnapshots ? .snapshot : []
        if lag.wantsSample(at: receiveTime) { wants.insert(.sentTime) }
        let found = frame.withUnsafeBytes { reader.inspect(SessionFrame($0, isBinary: isBinary), for: wants) }
        do {
            try publisher.publish(frame, isBinary: isBinary, request: found.request, receiveTime: receiveTime)
        } catch {
            context.facts.failedToPublish(plan.name, reason: "\(error)")
        }
        act(on: found, receiveTime)
    }

    /// Reacts to the inspection of a frame.
    private func act(on found: FrameInspection, _ receiveTime: Int64) {
        if let id = found.channel {
            if let sent = found.sentTime { sampleLag(sent, receiveTime) }
            switch watch.heard(id, at: receiveTime) {
            case .nothing: break
            case .mayBeSnapshot(let index):
                guard found.isSnapshot else { break }
                watch.sawSnapshot(index)
                settle(at: receiveTime)
            case .wantsSnapshot(let index): requestSnapshot(index)
            case .isAccepted(let index): accept(plan.channels[index].name, at: receiveTime)
            }
        }
        if let reply = found.reply { send([reply], isUrgent: true) }
        if let answer = found.answer { take(answer, at: receiveTime) }
        if found.endsSoon { owner?.sessionMustGo(number, .shutdownNotice) }
    }

    private func sampleLag(_ sent: Timestamp, _ receiveTime: Int64) {
        guard let sample = lag.take(sent: sent.nanoseconds, received: receiveTime) else { return }
        let others = context.lags.note(
            sample, feed: "\(context.venue.name)/\(plan.name)", source: context.source, at: receiveTime)
        if lag.isLate(sample, others: others) { owner?.sessionMustGo(number, .lag) }
    }

    func accept(_ body: [UInt8], of request: RESTRequest) {
        if case .waiting = state { return learnAddress(in: body, of: request) }
        guard case .open = state else { return }
        do {
            try publisher.publish(body, request: request.text, receiveTime: context.now())
        } catch {
            context.facts.failedToPublish(plan.name, reason: "\(error)")
        }
        _ = owner?.sessionAccepted(number, request.text)
        watch.answered(request.text, at: context.now())
        settle(at: context.now())
    }

    func publish(_ event: ConnectionEvent) {
        do {
            try publisher.publish(event, time: context.now())
        } catch {
            context.facts.failedToPublish(plan.name, reason: "\(error)")
        }
    }
}
