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
    private let taken: [Counter]
    private let late: [Counter]
    private let files: [Counter]
    private let rows: [Counter]
    private let bytes: [Counter]

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
        taken = Self.counters(registry, "tapedeck_documents_in_total", "Documents taken in, by type.")
        late = Self.counters(
            registry, "tapedeck_archive_late_events_total", "Events that came after their minute had closed.")
        files = Self.counters(registry, "tapedeck_archive_files_total", "Files written.")
        rows = Self.counters(registry, "tapedeck_archive_rows_total", "Rows written.")
        bytes = Self.counters(registry, "tapedeck_archive_written_bytes_total", "Bytes of files written.")
    }

    private static func counters(_ registry: MetricsRegistry, _ name: String, _ help: String) -> [Counter] {
        EventKind.allCases.map { registry.counter(name, help, labels: ["type": $0.topicName]) }
    }

    func taken(_ kind: EventKind, isLate: Bool) {
        taken[Int(kind.rawValue)].increment()
        if isLate { late[Int(kind.rawValue)].increment() }
    }

    func wrote(_ round: RoundSummary, _ kind: EventKind, seconds: Double) {
        files[Int(kind.rawValue)].increment(by: round.files)
        rows[Int(kind.rawValue)].increment(by: round.rows)
        bytes[Int(kind.rawValue)].increment(by: round.bytes)
        roundSeconds.observe(seconds)
    }
}
