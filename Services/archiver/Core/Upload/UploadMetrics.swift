import Runtime

/// The uploader's counters, resolved once; facts are counted and logged in one step.
struct UploadMetrics {
    let files: Counter
    let bytes: Counter
    let removed: Counter
    let backlog: Gauge
    private let failures: LabelledFacts

    init(_ registry: MetricsRegistry, logger: Logger, state: UploadState) {
        files = registry.counter("tapedeck_archive_upload_files_total", "Files uploaded.")
        bytes = registry.counter("tapedeck_archive_upload_bytes_total", "Bytes of files uploaded.")
        removed = registry.counter(
            "tapedeck_archive_upload_removed_files_total", "Uploaded files removed from the local disk.")
        backlog = registry.gauge("tapedeck_archive_upload_backlog_files", "Files that are not uploaded yet.")
        registry.gauge(
            "tapedeck_archive_upload_oldest_seconds", "How long the oldest file that is not uploaded has waited."
        ) { state.oldestSeconds }
        failures = LabelledFacts(
            "a file was not uploaded", counter: "tapedeck_archive_upload_failures_total",
            "Attempts to upload that failed, by reason.", label: "reason", logger: logger, metrics: registry)
    }

    /// Notes a failure; `reason` is one of few words.
    func failed(_ reason: String, _ metadata: Logger.Metadata) {
        failures.happened(reason, reason, metadata: metadata)
    }
}
