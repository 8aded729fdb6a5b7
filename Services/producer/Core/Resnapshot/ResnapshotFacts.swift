import Documents
import MarketData
import Runtime

/// What became of each request for a snapshot: a log line and a counter.
final class ResnapshotFacts: Sendable {
    /// What became of a request.
    enum Outcome: String, Sendable, CaseIterable {
        /// The channel was subscribed to anew.
        case resubscribed
        /// The snapshot was asked for over REST.
        case requested
        /// It waits for the interval to be over.
        case postponed
        /// It is one with a request that waits.
        case conflated
        /// It is too old.
        case stale
        /// No connection of this producer carries such a book.
        case unknown
        /// The connection is not open: its next session begins with snapshots.
        case closed
    }

    private let name: String
    private let outcomes: LabelledFacts

    /// - Parameter name: `<venue>/<source>`.
    init(_ name: String, venue: String, source: String, logger: Logger, metrics: MetricsRegistry) {
        self.name = name
        let labels = ["venue": venue, "source": source]
        outcomes = LabelledFacts(
            "asked for a snapshot", level: .info, counter: "tapedeck_resnapshots_total",
            "Requests for a snapshot, by outcome.", label: "outcome", labels: labels, logger: logger, metrics: metrics)
    }

    /// A request has come to its end, or to a wait.
    func happened(_ request: ResnapshotRequest, _ outcome: Outcome) {
        outcomes.happened(
            request.symbol, outcome.rawValue,
            metadata: [
                "source": "\(name)", "symbol": "\(request.symbol)", "product": "\(request.product.name)",
                "channel": "\(request.channel)", "outcome": "\(outcome.rawValue)", "reason": "\(request.reason)",
            ])
    }
}
