import MarketData
import VenueKit

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
        for (index, channel) in plan.channels.enumerated()
        where channel.symbol == symbol && channel.kind == kind && !watch.entries[index].isRefused {
            switch channel.snapshot {
            case .none: continue
            case .inStream:
                way = .resubscribed
                watch.ask(index, at: context.now())
                resubscribe(index, .request)
            case .request:
                // Whoever only wants a snapshot over REST need not leave the channel for it.
                way = .requested
                watch.request(index, at: context.now())
                context.facts.resubscribed(plan.name, symbol: symbol, why: .request)
                requestSnapshot(index, isUrgent: true)
            }
        }
        return way
    }

    /// Leaves a channel and subscribes to it anew. A snapshot over REST is asked for when it flows again.
    func resubscribe(_ index: Int, _ why: SubscriptionWatch.Reason) {
        let channel = plan.channels[index]
        context.facts.resubscribed(plan.name, symbol: channel.symbol, why: why)
        send([channel.unsubscribeFrame, ledger.frame(for: channel.subscription)])
    }

    /// Asks for a channel's snapshot over REST, unless that waits for its turn or its answer already.
    func requestSnapshot(_ index: Int, isUrgent: Bool = false) {
        guard case .request(let request) = plan.channels[index].snapshot, !requests.isPending(request.text) else {
            return
        }
        requests.enqueue(request, isUrgent: isUrgent)
    }

    /// Asks for a channel's snapshot because the last one is old.
    func refreshSnapshot(_ index: Int) {
        context.facts.refreshed(plan.name, symbol: plan.channels[index].symbol)
        requestSnapshot(index)
    }
}
