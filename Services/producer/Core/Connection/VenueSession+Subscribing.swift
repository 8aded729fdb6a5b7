import MarketData
import VenueKit

extension VenueSession {
    /// Processes the venue's answer to a subscription request.
    func take(_ answer: SubscribeAnswer, at now: Int64) {
        let change = ledger.take(answer, at: now)
        for frame in change.frames { send([frame]) }
        for refusal in change.refused {
            for index in channels(named: refusal.name) { watch.refuse(index) }
            note(refusal)
        }
        for name in change.accepted { accept(name, at: now) }
    }

    /// Reports a refused topic or REST request once.
    func note(_ refusal: SubscribeLedger.Refusal) {
        guard case .open = state, owner?.sessionRefused(number, refusal) ?? false else { return }
        context.facts.refused(plan.name, refusal)
        publish(ConnectionEvent(state: .refused, reason: "\(refusal.name): \(refusal.words)"))
    }

    /// A topic is subscribed.
    func accept(_ name: String, at now: Int64) {
        _ = owner?.sessionAccepted(number, name)
        guard watch.hasRefusals else { return }
        for index in channels(named: name) { watch.restore(index, at: now) }
    }

    /// Retries refused topics when their time has come.
    func retryRefused(at now: Int64) {
        for frame in ledger.due(at: now) { send([frame]) }
    }

    private func channels(named name: String) -> [Int] {
        plan.channels.indices.filter { plan.channels[$0].name == name }
    }
}
