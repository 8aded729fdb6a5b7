import Runtime
import Synchronization

/// The log lines and counters of a listing, and its number of symbols.
final class ListingFacts: Sendable {
    private let name: String
    private let changes: Fact
    private let failures: Fact
    private let oddEntries: Fact
    private let count = Atomic<Int>(0)

    /// - Parameter name: `<venue>/<source> <product>`, for the log.
    init(_ name: String, labels: [String: String], logger: Logger, metrics: MetricsRegistry) {
        self.name = name
        changes = Fact(
            "the venue lists other symbols", level: .info, logger: logger,
            counter: metrics.counter(
                "tapedeck_listing_changes_total", "Times that the listed symbols changed.", labels: labels),
            intervalMilliseconds: 0)
        failures = Fact(
            "the venue's listing cannot be used; what is recorded goes on", logger: logger,
            counter: metrics.counter(
                "tapedeck_listing_failures_total", "Listings that could not be used.", labels: labels))
        oddEntries = Fact(
            "an entry of the venue's listing cannot be understood; the others are recorded", logger: logger,
            counter: metrics.counter(
                "tapedeck_odd_listing_entries_total", "Entries of listings that could not be understood.",
                labels: labels))
        metrics.gauge("tapedeck_listed_symbols", "Symbols that the venue lists and that are recorded.", labels: labels)
        {
            [weak self] in Double(self?.count.load(ordering: .relaxed) ?? 0)
        }
    }

    /// The listing has changed.
    func changed(added: [String], removed: [String], total: Int) {
        count.store(total, ordering: .relaxed)
        changes.happened(
            metadata: [
                "listing": "\(name)", "added": "\(added.count)", "removed": "\(removed.count)", "symbols": "\(total)",
                // A few examples are enough.
                "such_as": "\((added + removed).prefix(5).joined(separator: " "))",
            ])
    }

    /// One entry of the listing could not be understood.
    func oddEntry(_ reason: String) {
        oddEntries.happened(reason, metadata: ["listing": "\(name)", "reason": "\(reason)"])
    }

    /// The listing could not be used, as a whole or in part.
    func failed(_ reason: String) {
        failures.happened(reason, metadata: ["listing": "\(name)", "reason": "\(reason)"])
    }
}
