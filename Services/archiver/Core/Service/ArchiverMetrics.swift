import MarketData
import Runtime

/// The archiver's counters, resolved once; facts are counted and logged in one step.
struct ArchiverMetrics {
    let openBuckets: Gauge
    let openRows: Gauge
    let openBytes: Gauge
    let openSeconds: Gauge
    let roundSeconds: Histogram
    let failures: Fact
    let newLogs: Fact
    /// By the kinds' names.
    private let kinds: [String: KindCounters]

    init(_ registry: MetricsRegistry, logger: Logger) {
        openBuckets = registry.gauge("tapedeck_archive_open_buckets", "Minutes of symbols that are not in a file yet.")
        openRows = registry.gauge("tapedeck_archive_open_rows", "Documents that are not in a file yet.")
        openBytes = registry.gauge("tapedeck_archive_open_bytes", "Bytes of documents that are not in a file yet.")
        openSeconds = registry.gauge(
            "tapedeck_archive_oldest_open_seconds", "How long the oldest document that is not in a file has waited.")
        roundSeconds = registry.histogram(
            "tapedeck_archive_round_seconds", "Time to write the files of one round of one partition.",
            bounds: Histogram.secondsBounds)
        failures = Fact(
            "the archive cannot be written; nothing is committed, and it is tried again", level: .error, logger: logger,
            counter: registry.counter("tapedeck_archive_failures_total", "Rounds that failed and were tried again."))
        newLogs = Fact(
            "the partition is shorter than what was archived of it; it counts as a new one", logger: logger,
            counter: registry.counter(
                "tapedeck_archive_new_logs_total", "Partitions that were made anew since they were last archived."))
        kinds = Dictionary(
            uniqueKeysWithValues: KindDeclaration.named.map { ($0.name, KindCounters(registry, of: $0)) })
    }

    /// The counters of a kind.
    func counters(of kind: KindDeclaration) -> KindCounters {
        guard let counters = kinds[kind.name] else { preconditionFailure("nothing is declared as \(kind.name)") }
        return counters
    }
}
