public import Base
public import Kafka
import MarketData
public import Runtime
import Streams

/// Reads the raw frames of all venues and publishes them as documents.
public final class NormalizerService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.normalizer.name

    private let config: NormalizerConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let monitor: StreamMonitor
    private let times: CommitTimes

    /// The service connects only when it runs.
    ///
    /// - Parameter health: receives the readiness checks.
    public init(
        _ config: NormalizerConfig, kafka: KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        monitor = StreamMonitor(health, metrics: metrics)
        times = CommitTimes(metrics)
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
        let output = try DocumentOutput(producer, logger: logger, metrics: metrics)
        let rejoins = Fact(
            "the group has given this member's name to another, or its request to join came twice; joining anew",
            logger: logger,
            counter: metrics.counter(
                "tapedeck_rejoins_total", "Times that this member had lost its name and joined anew."))
        var normalizer = FrameNormalizer()
        var dispute = NameDispute()
        while !shutdown.isRequested {
            do {
                try read(into: output, by: &normalizer, producer, consumerEvents, shutdown)
            } catch  where NameDispute.isLoss(error) && dispute.lost(at: WallClock.system.now()) {
                rejoins.happened(metadata: ["instance": "\(config.memberName)"])
                _ = shutdown.wait(milliseconds: 500)
            }
        }
        producer.close(timeoutMilliseconds: 10_000)
    }

    /// Reads as a member of the group until the shutdown is requested.
    private func read(
        into output: DocumentOutput, by normalizer: inout FrameNormalizer, _ producer: KafkaProducer,
        _ events: KafkaEventLogger, _ shutdown: ShutdownSignal
    ) throws {
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(
                kafka: kafka, group: config.group, groupInstanceID: config.memberName, fetchWaitMilliseconds: 10),
            onEvent: { events.handle($0) })
        defer { try? consumer.close() }
        try consumer.subscribe(["^raw\\..*"])
        var loop = StreamLoop(
            consumer: consumer, producer: producer, shutdown: shutdown, monitor: monitor, times: times)
        loop.commitMilliseconds = config.commitMilliseconds
        loop.maxRecords = config.batchRecords
        try loop.run { batch in
            for index in 0..<batch.count { try output.publish(batch[index], by: &normalizer) }
        }
    }
}
