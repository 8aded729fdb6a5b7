public import Kafka
public import Runtime

/// Writes what is on `market.*` into Parquet files, a minute of a symbol each: each record once, whatever happens.
public final class ArchiverService: Service {
    /// The name in logs.
    public let name = "archiver"

    private let config: ArchiverConfig
    private let kafka: Kafka.KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let clock: WallClock
    private let state = ArchiveState()
    private let monitor: StreamMonitor

    /// Makes the service; it connects when it runs.
    ///
    /// - Parameter health: where to say whether it does its job.
    public init(
        _ config: ArchiverConfig, kafka: Kafka.KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks(), clock: WallClock = .system
    ) {
        self.config = config
        self.kafka = kafka
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        monitor = StreamMonitor(health, metrics: metrics, clock: clock)
        health.add("archive") { [state] in state.status }
    }

    /// Runs until the shutdown is requested. Everything open is then in files and committed, unless the disk refuses:
    /// then it is read again at the next start.
    public func run(until shutdown: ShutdownSignal) throws {
        let producerEvents = KafkaEventLogger(client: "producer", logger: logger, metrics: metrics)
        let consumerEvents = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka), onEvent: { producerEvents.handle($0) }, onWait: monitor.beat)
        shutdown.onRequest { producer.stopWaiting() }
        let facts = ArchiverMetrics(metrics, logger: logger)
        guard waitForRoot(until: shutdown, facts) else { return }
        DiskMetrics.register("archive", at: config.root, in: metrics)
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: config.group), onEvent: { consumerEvents.handle($0) })
        let loop = ArchiverLoop(
            consumer: consumer, producer: producer, monitor: monitor,
            letters: try SettledLetters(producer: producer, logger: logger, metrics: metrics), config: config,
            metrics: facts, logger: logger, state: state, shutdown: shutdown, clock: clock)
        try loop.run()
        producer.close(timeoutMilliseconds: 10_000)
    }

    /// Makes the root, waiting until that is possible. False if the shutdown came first.
    private func waitForRoot(until shutdown: ShutdownSignal, _ facts: ArchiverMetrics) -> Bool {
        while !shutdown.isRequested {
            do throws(ArchiverError) {
                try LocalFiles.makeFolder("\(config.root)/_state")
                state.succeeded()
                return true
            } catch {
                facts.failures.happened(error.code, metadata: ["root": "\(config.root)", "error": "\(error)"])
                state.failed(error)
                monitor.beat()
                shutdown.wait(milliseconds: config.retryMilliseconds)
            }
        }
        return false
    }
}
