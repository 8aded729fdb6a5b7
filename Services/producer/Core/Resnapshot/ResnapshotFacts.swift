import Documents
import MarketData
import Runtime

/// The log lines and counters of requests for a snapshot.
final class ResnapshotFacts: Sendable {
    /// The outcome of a request.
    enum Outcome: String, Sendable, CaseIterable {
        /// The channel was subscribed again.
        case resubscribed
        /// The snapshot was requested over REST.
        case requested
        /// It waits for the interval to be over.
        case postponed
        /// It was combined with a waiting request.
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

    /// Reports the outcome of a request.
    func happened(_ request: ResnapshotRequest, _ outcome: Outcome) {
        outcomes.happened(
            request.symbol, outcome.rawValue,
            metadata: [
                "source": "\(name)", "symbol": "\(request.symbol)", "product": "\(request.product.name)",
                "channel": "\(request.channel)", "outcome": "\(outcome.rawValue)", "reason": "\(request.reason)",
            ])
    }
}
