public import Base
import Documents
import JSON
public import Kafka
import MarketData
public import Redis
public import Runtime
import Streams

/// Keeps the latest state of every market in Redis.
public final class SignalsService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.signals.name

    private let config: SignalsConfig
    private let kafka: KafkaConfig
    private let redis: RedisConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let monitor: StreamMonitor
    private let state = RedisState()
    private let books = BookWatch()

    /// The service connects only when it runs.
    ///
    /// - Parameter health: receives the readiness checks.
    public init(
        _ config: SignalsConfig, kafka: KafkaConfig, redis: RedisConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        monitor = StreamMonitor(health, metrics: metrics)
        health.add("redis") { [state] in state.status }
        health.add("books") { [books] in books.status }
        self.config = config
        self.kafka = kafka
        self.redis = redis
        self.logger = logger
        self.metrics = metrics
    }

    /// Runs until the shutdown is requested.
    ///
    /// It commits no offsets. A book is the sum of all changes since its snapshot, so it is rebuilt from the records in Kafka
    /// after a restart. Values from this rebuild are in the past and are not published.
    public func run(until shutdown: ShutdownSignal) throws {
        let events = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        let follower = try TopicFollower(
            kafka, topics: MarketGroup.kinds.map(TopicName.market), historyHours: config.historyHours,
            fetchWaitMilliseconds: 5,
            onEvent: { events.handle($0) })
        let counters = SignalsMetrics(metrics, logger: logger)
        let requests = try SnapshotRequests(
            kafka, logger: logger, registry: metrics, onWait: monitor.beat)
        let stage = SignalsStage(
            RedisConnection(redis), config: config, logger: logger, metrics: counters, state: state, books: books,
            clock: .system)
        while !shutdown.isRequested {
            for place in follower.search() { Self.feed(place).map(stage.begin) }
            let batch = try follower.poll(maxRecords: 2000, timeoutMilliseconds: 2)
            for index in 0..<batch.count { stage.apply(batch[index]) }
            for place in follower.caughtUp(by: batch) { Self.feed(place).map(stage.caughtUp) }
            for need in stage.write() { requests.ask(need) }
            monitor.turn(follower.consumer)
        }
        try follower.consumer.close()
        requests.close()
    }

    private static func feed(_ place: KafkaPosition) -> Feed? {
        MarketGroup.kinds.first { TopicName.market($0) == place.topic }.map { Feed($0, partition: place.partition) }
    }
}
