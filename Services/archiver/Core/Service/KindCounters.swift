import MarketData
import Runtime

/// The archiver's counters for one kind of document.
struct KindCounters {
    private let taken: Counter
    private let late: Counter
    private let files: Counter
    private let rows: Counter
    private let bytes: Counter

    init(_ registry: MetricsRegistry, of kind: KindDeclaration) {
        func counter(_ name: String, _ help: String) -> Counter {
            registry.counter(name, help, labels: ["type": kind.name])
        }
        taken = counter("tapedeck_documents_in_total", "Documents taken in, by type.")
        late = counter("tapedeck_archive_late_events_total", "Events that came after their minute had closed.")
        files = counter("tapedeck_archive_files_total", "Files written.")
        rows = counter("tapedeck_archive_rows_total", "Rows written.")
        bytes = counter("tapedeck_archive_written_bytes_total", "Bytes of files written.")
    }

    /// Counts a document.
    func took(isLate: Bool) {
        taken.increment()
        if isLate { late.increment() }
    }

    /// Counts a round's files.
    func wrote(_ round: RoundSummary) {
        files.increment(by: round.files)
        rows.increment(by: round.rows)
        bytes.increment(by: round.bytes)
    }
}
