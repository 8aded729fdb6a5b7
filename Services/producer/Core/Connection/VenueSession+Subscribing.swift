import MarketData
import VenueKit

extension VenueSession {
    /// Takes what the venue says of requests to subscribe.
    func take(_ answer: SubscribeAnswer, at now: Int64) {
        let change = ledger.take(answer, at: now)
        for frame in change.frames { send([frame]) }
        for refusal in change.refused {
            for index in channels(named: refusal.name) { watch.refuse(index) }
            note(refusal)
        }
        for name in change.accepted { accept(name, at: now) }
    }

    /// Tells of a topic, or a REST request, that is refused, once.
    func note(_ refusal: SubscribeLedger.Refusal) {
        guard case .open = state, owner?.sessionRefused(number, refusal) ?? false else { return }
        context.facts.refused(plan.name, refusal)
        publish(ConnectionEvent(state: .refused, reason: "\(refusal.name): \(refusal.words)"))
    }

    /// A topic is in force.
    func accept(_ name: String, at now: Int64) {
        _ = owner?.sessionAccepted(number, name)
        guard watch.hasRefusals else { return }
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
