public import Runtime

/// Histograms of the duration of commits, and of their waits for Kafka.
public struct CommitTimes: Sendable {
    /// A whole commit.
    public let commit: Histogram
    /// The part until everything produced before was acknowledged.
    public let flush: Histogram

    /// Registers the histograms.
    public init(_ metrics: MetricsRegistry) {
        commit = metrics.histogram(
            "tapedeck_commit_seconds", "How long a commit takes, all that it waits for included.",
            bounds: Histogram.secondsBounds)
        flush = metrics.histogram(
            "tapedeck_flush_seconds", "How long a commit waits until Kafka has acknowledged what was produced.",
            bounds: Histogram.secondsBounds)
    }
}
