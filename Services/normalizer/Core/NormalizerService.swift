public import Kafka
import MarketData
public import Runtime

/// Reads every venue's raw frames and publishes the documents that they become.
public final class NormalizerService: Service {
    /// The name in logs.
    public let name = "normalizer"

    private let config: NormalizerConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let monitor: StreamMonitor

    /// Makes the service; it connects when it runs.
    ///
    /// - Parameter health: where to say whether it does its job.
    public init(
        _ config: NormalizerConfig, kafka: KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        monitor = StreamMonitor(health, metrics: metrics)
        self.config = config
        self.kafka = kafka
        self.logger = logger
        self.metrics = metrics
    }

    /// Runs until the shutdown is requested.
    public func run(until shutdown: ShutdownSignal) throws {
        let producerEvents = KafkaEventLogger(client: "producer", logger: logger, metrics: metrics)
        let consumerEvents = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka), onEvent: { producerEvents.handle($0) }, onWait: monitor.beat)
        shutdown.onRequest { producer.stopWaiting() }
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(
                kafka: kafka, group: config.group, groupInstanceID: config.memberName, fetchWaitMilliseconds: 10),
            onEvent: { consumerEvents.handle($0) })
        try consumer.subscribe(["^raw\\..*"])
        let output = try DocumentOutput(producer, logger: logger, metrics: metrics)
        var normalizer = FrameNormalizer()
        var loop = StreamLoop(
            consumer: consumer, producer: producer, shutdown: shutdown, monitor: monitor,
            times: CommitTimes(metrics))
        loop.commitMilliseconds = config.commitMilliseconds
        loop.maxRecords = config.batchRecords
        try loop.run { batch in
            for index in 0..<batch.count { try output.publish(batch[index], by: &normalizer) }
        }
        producer.close(timeoutMilliseconds: 10_000)
    }
}
