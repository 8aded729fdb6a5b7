import MarketData
import Venues

extension VenueSession {
    /// How a snapshot is asked for.
    enum SnapshotWay: String, Sendable {
        /// By subscribing anew.
        case resubscribed
        /// Over REST.
        case requested
    }

    /// Asks for a fresh snapshot of a symbol's books; nil when there is no channel that has one.
    func resnapshot(_ symbol: String, _ kind: EventKind) -> SnapshotWay? {
        guard case .open = state else { return nil }
        var way: SnapshotWay?
        for (index, channel) in plan.channels.enumerated() where channel.symbol == symbol && channel.kind == kind {
            switch channel.snapshot {
            case .none: continue
            case .inStream: way = .resubscribed
            case .request: way = .requested
            }
            watch.ask(index, at: context.now())
            resubscribe(index, .request)
        }
        return way
    }

    /// Asks for a channel anew. Whoever only wants a snapshot over REST need not leave the channel for it.
    func resubscribe(_ index: Int, _ why: SubscriptionWatch.Reason) {
        let channel = plan.channels[index]
        context.facts.resubscribed(plan.name, symbol: channel.symbol, why: why)
        if case .request(let request) = channel.snapshot {
            if !requests.contains(request.path) { requests.enqueue(request, isUrgent: true) }
            if why == .request { return }
        }
        send([channel.unsubscribeFrame, channel.subscribeFrame])
    }
}
