import MarketData
import VenueKit

extension VenueSession {
    /// How a snapshot is requested.
    enum SnapshotWay: String, Sendable {
        /// By subscribing again.
        case resubscribed
        /// Over REST.
        case requested
    }

    /// Requests a new snapshot of a symbol's books; nil if no channel has one.
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
                // A snapshot over REST does not require leaving the channel.
                way = .requested
                watch.request(index, at: context.now())
                context.facts.resubscribed(plan.name, symbol: symbol, why: .request)
                requestSnapshot(index, isUrgent: true)
            }
        }
        return way
    }

    /// Unsubscribes from a channel and subscribes again. A snapshot over REST is requested when the channel has sent something.
    func resubscribe(_ index: Int, _ why: SubscriptionWatch.Reason) {
        let channel = plan.channels[index]
        context.facts.resubscribed(plan.name, symbol: channel.symbol, why: why)
        send([channel.unsubscribeFrame, ledger.frame(for: channel.subscription)])
    }

    /// Requests a channel's snapshot over REST, unless the request is already queued or in flight.
    func requestSnapshot(_ index: Int, isUrgent: Bool = false) {
        guard case .request(let request) = plan.channels[index].snapshot, !requests.isPending(request.text) else {
            return
        }
        requests.enqueue(request, isUrgent: isUrgent)
    }

    /// Requests a channel's snapshot because the last one is old.
    func refreshSnapshot(_ index: Int) {
        context.facts.refreshed(plan.name, symbol: plan.channels[index].symbol)
        requestSnapshot(index)
    }
}
