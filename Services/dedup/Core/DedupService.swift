public import Kafka
import MarketData
public import Runtime

/// Makes one stream out of the sources' copies: `normalized.*` in, `market.*` out.
public final class DedupService: Service {
    /// The name in logs.
    public let name = "dedup"

    private let config: DedupConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry

    /// Makes the service; it connects when it runs.
    public init(_ config: DedupConfig, kafka: KafkaConfig, logger: Logger, metrics: MetricsRegistry) {
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
            KafkaProducerConfig(kafka: kafka), onEvent: { producerEvents.handle($0) })
        shutdown.onRequest { producer.stopWaiting() }
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: config.group, fetchWaitMilliseconds: 10),
            onEvent: { consumerEvents.handle($0) })
        try consumer.subscribe(TopicName.kinds.map(TopicName.normalized))
        let stage = try DedupStage(
            producer, limits: config.limits, logger: logger, metrics: metrics, clock: .system)
        var loop = StreamLoop(consumer: consumer, producer: producer, shutdown: shutdown)
        loop.commitMilliseconds = config.commitMilliseconds
        try loop.run(
            process: { batch in
                for index in 0..<batch.count { try stage.process(batch[index]) }
                try stage.tick()
            }, isSettled: { stage.isSettled })
        producer.close(timeoutMilliseconds: 10_000)
    }
}
