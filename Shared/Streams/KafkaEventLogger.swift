public import Kafka
public import Runtime

/// Converts the events of a Kafka client to log lines and counters, in the same way for every service.
public struct KafkaEventLogger: Sendable {
    private let logger: Logger
    private let errors: Fact
    private let queueFull: Fact
    private let commitFailures: Fact

    /// - Parameter client: `consumer` or `producer`, a label of the counters.
    public init(client: String, logger: Logger, metrics: MetricsRegistry) {
        self.logger = logger
        let labels = ["client": client]
        errors = Fact(
            "Kafka error; the client keeps trying", logger: logger,
            counter: metrics.counter(
                "tapedeck_kafka_errors_total", "Errors that the Kafka client keeps trying to mend.", labels: labels))
        queueFull = Fact(
            "the Kafka producer's queue is full; waiting for the broker", logger: logger,
            counter: metrics.counter(
                "tapedeck_kafka_queue_full_total", "Times that producing had to wait for room.", labels: labels))
        commitFailures = Fact(
            "offsets were not committed", logger: logger,
            counter: metrics.counter(
                "tapedeck_kafka_commit_failures_total", "Commits of offsets that failed.", labels: labels))
    }

    /// Handles an event; suitable as `onEvent` of producers and consumers.
    public func handle(_ event: KafkaEvent) {
        switch event {
        case .log(let level, let facility, let message):
            let text: Logger.Message = "\(message)"
            // The embedded broker is too old for a request that every poll makes; the answer does not matter.
            if level <= 4, facility != "AUTOCREATE" {
                logger.warning(text, metadata: ["facility": "\(facility)"])
            } else {
                logger.debug(text, metadata: ["facility": "\(facility)"])
            }
        case .error(let failure): errors.happened(failure.name, metadata: ["error": "\(failure)"])
        case .statistics: break
        case .queueFull(let topic): queueFull.happened(topic, metadata: ["topic": "\(topic)"])
        case .commitFailed(_, let failure): commitFailures.happened(metadata: ["error": "\(failure)"])
        }
    }
}
