import MarketData
import Runtime

/// Dedup's counters, resolved once.
struct DedupMetrics {
    let held: Gauge
    let gapFact: Fact
    private let taken: [Counter]
    private let passed: [Counter]
    private let duplicates: [Counter]

    init(_ registry: MetricsRegistry, logger: Logger) {
        held = registry.gauge("tapedeck_held_documents", "Documents that wait for the ones before them.")
        gapFact = Fact(
            "events are missing", logger: logger,
            counter: registry.counter("tapedeck_gaps_total", "Gaps that no source has filled."))
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
