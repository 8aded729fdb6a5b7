import MarketData
import Venues

extension VenueSession {
    /// Takes what the venue says of requests to subscribe.
    func take(_ answer: SubscribeAnswer, at now: Int64) {
        let change = ledger.take(answer, at: now)
        for frame in change.frames { send([frame]) }
        for refusal in change.refused {
            for index in channels(named: refusal.name) { watch.refuse(index) }
            guard owner?.sessionRefused(number, refusal) ?? false else { continue }
            context.facts.refused(plan.name, refusal)
            publish(ConnectionEvent(state: .refused, reason: "\(refusal.name): \(refusal.words)"))
        }
        for name in change.accepted { accept(name, at: now) }
    }

    private func accept(_ name: String, at now: Int64) {
        guard owner?.sessionAccepted(number, name) ?? false else { return }
        for index in channels(named: name) { watch.restore(index, at: now) }
    }

    /// Asks again for what was refused, once its time has come.
    func retryRefused(at now: Int64) {
        for frame in ledger.due(at: now) { send([frame]) }
    }

    private func channels(named name: String) -> [Int] {
        plan.channels.indices.filter { plan.channels[$0].name == name }
    }
}
