import MarketData
import Runtime

/// Dedup's counters, resolved once.
struct DedupMetrics {
    let held: Gauge
    let broken: Gauge
    let gapFact: Fact
    let resolvedGapFact: Fact
    let resnapshotFact: Fact
    let sessionFact: Fact
    let commitSeconds: Histogram
    let restoreSeconds: Gauge
    let restoredChannels: Gauge
    private let taken: [Counter]
    private let passed: [Counter]
    private let duplicates: [Counter]

    init(_ registry: MetricsRegistry, logger: Logger) {
        held = registry.gauge("tapedeck_held_documents", "Documents that wait for the ones before them.")
        gapFact = Fact(
            "events are missing", logger: logger,
            counter: registry.counter("tapedeck_gaps_total", "Gaps that no source has filled."))
        broken = registry.gauge("tapedeck_broken_books", "Books that wait for a snapshot since a gap.")
        resolvedGapFact = Fact(
            "a snapshot has bridged missing events", level: .info, logger: logger,
            counter: registry.counter("tapedeck_resolved_gaps_total", "Gaps that a snapshot has made good."))
        resnapshotFact = Fact(
            "asked for a snapshot", level: .info, logger: logger,
            counter: registry.counter("tapedeck_resnapshots_wanted_total", "Requests for a snapshot."))
        sessionFact = Fact(
            "a transaction failed; beginning anew at the last commit", logger: logger,
            counter: registry.counter("tapedeck_failed_transactions_total", "Sessions that a failure has ended."))
        commitSeconds = registry.histogram(
            "tapedeck_commit_seconds", "How long a commit of outputs, state and offsets takes.",
            bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5])
        restoreSeconds = registry.gauge(
            "tapedeck_restore_seconds", "How long reading the state took when partitions came last.")
        restoredChannels = registry.gauge(
            "tapedeck_restored_channels", "Channels in the state that was read last.")
        taken = Self.counters(registry, "tapedeck_documents_in_total", "Documents taken in, by type.")
        passed = Self.counters(registry, "tapedeck_documents_total", "Documents published, by type.")
        duplicates = Self.counters(registry, "tapedeck_duplicates_total", "Copies removed, by type.")
    }

    private static func counters(_ registry: MetricsRegistry, _ name: String, _ help: String) -> [Counter] {
        EventKind.allCases.map { registry.counter(name, help, labels: ["type": $0.topicName]) }
    }

    func taken(_ kind: EventKind) -> Counter { taken[Int(kind.rawValue)] }
    func passed(_ kind: EventKind) -> Counter { passed[Int(kind.rawValue)] }
    func duplicates(_ kind: EventKind) -> Counter { duplicates[Int(kind.rawValue)] }
}
