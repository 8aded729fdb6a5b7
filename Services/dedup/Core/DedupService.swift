public import Base
public import Kafka
public import Runtime
import Streams

/// Merges the copies of all sources into one stream, exactly once: it reads `normalized.*` and writes `market.*`.
public final class DedupService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.dedup.name

    private let config: DedupConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let monitor: StreamMonitor

    /// The service connects only when it runs.
    ///
    /// - Parameter health: receives the readiness checks.
    public init(
        _ config: DedupConfig, kafka: KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        monitor = StreamMonitor(health, metrics: metrics)
        self.config = config
        self.kafka = kafka
        self.logger = logger
        self.metrics = metrics
    }

    /// Runs until the shutdown is requested.
    ///
    /// A failed transaction ends a session. The next session starts at the last commit.
    public func run(until shutdown: ShutdownSignal) throws {
        let events = (
            producer: KafkaEventLogger(client: "producer", logger: logger, metrics: metrics),
            consumer: KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        )
        let counters = DedupMetrics(metrics, logger: logger)
        var dispute = NameDispute()
        while !shutdown.isRequested {
            do {
                let session = try DedupSession(
                    config, kafka: kafka, logger: logger, registry: metrics, metrics: counters, events: events,
                    monitor: monitor, shutdown: shutdown, clock: .system)
                try session.run()
            } catch {
                if shutdown.isRequested {
                    logger.warning(
                        "stopped without the last commit; what it held is done again at the next start",
                        metadata: ["reason": "\(error)"])
                    return
                }
                let isMended =
                    NameDispute.isLoss(error)
                    ? dispute.lost(at: WallClock.system.now()) : Self.isMended(byBeginningAnew: error)
                guard isMended else { throw error }
                counters.sessionFact.happened(metadata: ["reason": "\(error)"])
                _ = shutdown.wait(milliseconds: 500)
            }
        }
    }

    /// Whether a new session may succeed.
    private static func isMended(byBeginningAnew error: any Error) -> Bool {
        if error is PartitionsLost { return true }
        switch error as? KafkaError {
        case nil, .configuration: return false
        case .failed, .closed: return true
        }
    }
}
