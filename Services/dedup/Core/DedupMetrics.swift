import MarketData
import Runtime
import Streams

/// Dedup's metrics, looked up once.
struct DedupMetrics {
    let held: Gauge
    let broken: Gauge
    let heldBack: Counter
    /// By venue.
    let gapFacts: LabelledFacts
    let resolvedGapFacts: LabelledFacts
    let resnapshotFact: Fact
    let sessionFact: Fact
    let times: CommitTimes
    let restoreSeconds: Gauge
    let restoredChannels: Gauge
    let taken: KindTable<Counter>
    let passed: KindTable<Counter>
    let duplicates: KindTable<Counter>

    init(_ registry: MetricsRegistry, logger: Logger) {
        held = registry.gauge("tapedeck_held_documents", "Documents that wait for the ones before them.")
        heldBack = registry.counter(
            "tapedeck_held_back_documents_total", "Documents that had to wait for the ones before them.")
        gapFacts = LabelledFacts(
            "events are missing", counter: "tapedeck_gaps_total", "Gaps that no source has filled, by venue.",
            label: "venue", logger: logger, metrics: registry)
        broken = registry.gauge("tapedeck_broken_books", "Books that wait for a snapshot since a gap.")
        resolvedGapFacts = LabelledFacts(
            "a snapshot has bridged missing events", level: .info, counter: "tapedeck_resolved_gaps_total",
            "Gaps that a snapshot has made good, by venue.", label: "venue", logger: logger, metrics: registry)
        resnapshotFact = Fact(
            "asked for a snapshot", level: .info, logger: logger,
            counter: registry.counter("tapedeck_resnapshots_wanted_total", "Requests for a snapshot."))
        sessionFact = Fact(
            "a transaction failed; beginning anew at the last commit", logger: logger,
            counter: registry.counter("tapedeck_failed_transactions_total", "Sessions that a failure has ended."))
        times = CommitTimes(registry)
        restoreSeconds = registry.gauge(
            "tapedeck_restore_seconds", "How long reading the state took when partitions came last.")
        restoredChannels = registry.gauge(
            "tapedeck_restored_channels", "Channels in the state that was read last.")
        taken = Self.counters(registry, "tapedeck_documents_in_total", "Documents taken in, by type.")
        passed = Self.counters(registry, "tapedeck_documents_total", "Documents published, by type.")
        duplicates = Self.counters(registry, "tapedeck_duplicates_total", "Copies removed, by type.")
    }

    private static func counters(_ registry: MetricsRegistry, _ name: String, _ help: String) -> KindTable<Counter> {
        KindTable { registry.counter(name, help, labels: ["type": $0.name]) }
    }
}
