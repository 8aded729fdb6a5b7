import Documents
import JSON
public import Kafka
import MarketData
public import Redis
public import Runtime

/// Keeps the latest state of every market in Redis.
public final class SignalsService: Service {
    /// The name in logs.
    public let name = "signals"

    private let config: SignalsConfig
    private let kafka: KafkaConfig
    private let redis: RedisConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let monitor: StreamMonitor
    private let state = RedisState()

    /// Makes the service; it connects when it runs.
    ///
    /// - Parameter health: where to say whether it does its job.
    public init(
        _ config: SignalsConfig, kafka: KafkaConfig, redis: RedisConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        monitor = StreamMonitor(health, metrics: metrics)
        health.add("redis") { [state] in state.status }
        self.config = config
        self.kafka = kafka
        self.redis = redis
        self.logger = logger
        self.metrics = metrics
    }

    /// The kinds of document that have a place in Redis.
    private static let kinds: [EventKind] = [.trade, .book, .ticker, .funding]

    /// Runs until the shutdown is requested.
    ///
    /// It commits no offsets: a book is the sum of all changes since its snapshot, so after a restart it is built again
    /// from the oldest records that Kafka keeps.
    public func run(until shutdown: ShutdownSignal) throws {
        let events = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: config.group, readsCommitted: false, fetchWaitMilliseconds: 5),
            onEvent: { events.handle($0) })
        try consumer.subscribe(Self.kinds.map(TopicName.market))
        let stage = SignalsStage(
            RedisConnection(redis), config: config, logger: logger, metrics: SignalsMetrics(metrics, logger: logger),
            state: state,
            clock: .system)
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: 2000, timeoutMilliseconds: 2)
            for index in 0..<batch.count { stage.apply(batch[index]) }
            stage.write()
            monitor.turn(consumer)
        }
        try consumer.close()
    }
}
