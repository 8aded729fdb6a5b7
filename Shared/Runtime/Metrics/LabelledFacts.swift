import Synchronization

/// A fact whose counter has one series for each value of a label, such as the reason. A series is created with its first event.
public final class LabelledFacts: Sendable {
    private let message: Logger.Message
    private let level: Logger.Level
    private let metric: String
    private let help: String
    private let label: String
    private let labels: [String: String]
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let facts = Mutex<[String: Fact]>([:])

    /// Series are created when they are first used.
    ///
    /// - Parameters:
    ///   - metric: the counter's name.
    ///   - label: the name of the label, which must have few values.
    ///   - labels: the labels that all series share.
    public init(
        _ message: Logger.Message, level: Logger.Level = .warning, counter metric: String, _ help: String,
        label: String, labels: [String: String] = [:], logger: Logger, metrics: MetricsRegistry
    ) {
        self.message = message
        self.level = level
        self.metric = metric
        self.help = help
        self.label = label
        self.labels = labels
        self.logger = logger
        self.metrics = metrics
    }

    /// Says that it happened to `key`, `count` times, with this value of the label.
    public func happened(_ key: String, _ value: String, count: Int = 1, metadata: @autoclosure () -> Logger.Metadata) {
        let fact = facts.withLock { facts in
            if let known = facts[value] { return known }
            let fact = Fact(
                message, level: level, logger: logger,
                counter: metrics.counter(metric, help, labels: labels.merging([label: value]) { $1 }))
            facts[value] = fact
            return fact
        }
        fact.happened(key, count: count, metadata: metadata())
    }
}
