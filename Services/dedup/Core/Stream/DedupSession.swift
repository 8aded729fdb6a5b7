import Base
import Kafka
import MarketData
import Runtime
import Streams

/// One run of dedup from the last committed transaction until the shutdown or until a transaction fails.
///
/// Everything since the last commit is discarded with the session, in Kafka and in memory. The next session starts with the
/// state and the offsets that were committed together.
final class DedupSession {
    private let config: DedupConfig
    private let shutdown: ShutdownSignal
    private let consumer: KafkaConsumer
    private let outputs: OutputPair
    private let stage: DedupStage
    private let changelog: ChangelogReader
    private let logger: Logger
    private let metrics: DedupMetrics
    private let monitor: StreamMonitor
    private let clock: WallClock
    /// The error inside a rebalance, where nothing can be thrown.
    private var failure: (any Error)?

    init(
        _ config: DedupConfig, kafka: KafkaConfig, logger: Logger, registry: MetricsRegistry, metrics: DedupMetrics,
        events: (producer: KafkaEventLogger, consumer: KafkaEventLogger), monitor: StreamMonitor,
        shutdown: ShutdownSignal, clock: WallClock
    ) throws {
        self.config = config
        self.shutdown = shutdown
        self.logger = logger
        self.metrics = metrics
        self.monitor = monitor
        self.clock = clock
        outputs = OutputPair(
            try (0..<2).map { number in
                // Documents should not wait long for a batch: with 5 ms dedup adds 8 to 9 ms at 10,000 records/s, with 2 ms
                // 6.5, with 1 ms 4.9, with 0.5 ms 4.2, without cost elsewhere (medians, librdkafka 2.8.0 patched).
                let producer = try KafkaProducer(
                    KafkaProducerConfig(
                        kafka: kafka, lingerMilliseconds: 0.5,
                        transactionalID: "\(config.group)-\(config.memberName)-\(number)",
                        transactionTimeoutMilliseconds: config.transactionTimeoutMilliseconds),
                    onEvent: { events.producer.handle($0) }, onWait: monitor.beat)
                shutdown.onRequest { producer.stopWaiting() }
                return try DedupOutput(
                    DedupTransaction(producer, shutdown: shutdown, beat: monitor.beat), logger: logger,
                    registry: registry)
            }, times: metrics.times, clock: clock)
        consumer = try KafkaConsumer(
            KafkaConsumerConfig(
                kafka: kafka, group: config.group, groupInstanceID: config.memberName, fetchWaitMilliseconds: 10),
            onEvent: { events.consumer.handle($0) })
        stage = DedupStage(outputs, limits: config.limits, metrics: metrics, clock: clock)
        changelog = ChangelogReader(kafka: kafka, clock: clock, shutdown: shutdown, beat: monitor.beat)
    }

    /// The input topics.
    static var topics: [String] { KindDeclaration.named.map(\.normalizedTopic) }

    /// Runs until the shutdown is requested.
    func run() throws {
        do {
            try register()
            try consumer.subscribe(Self.topics)
            try loop()
            try commit()
            try outputs.finish()
            try consumer.close()
            outputs.close()
        } catch {
            // Leave the group first: the next owner waits for the transaction that is aborted here.
            outputs.abandon()
            try? consumer.close()
            throw error
        }
    }

    private func register() throws {
        let forgotten = ForgottenTransactions(kafka: changelog.kafka, beat: monitor.beat)
        let open = try outputs.register(forgotten, consumer)
        guard !open.isEmpty else { return }
        logger.info(
            "ended what was open in dedup's topics, in case the broker had forgotten it",
            metadata: ["partitions": "\(open.count)", "first": "\(open[0])"])
    }

    private func loop() throws {
        let interval = Int64(config.commitMilliseconds) * 1_000_000
        var nextCommit = clock.now() + interval
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: 2000, timeoutMilliseconds: 2) { change in rebalance(change) }
            if let failure { throw failure }
            for index in 0..<batch.count { try stage.process(batch[index]) }
            try stage.tick()
            monitor.turn(consumer, outputs.current.transaction.producer)
            let now = clock.now()
            guard try !outputs.isCommitting(), now >= nextCommit else { continue }
            try commit()
            nextCommit = clock.now() + interval
        }
    }

    /// Starts to commit the processed records.
    private func commit() throws(KafkaError) {
        guard stage.hasChanges else { return }
        try outputs.finish()
        try stage.saveState()
        try outputs.commit(stage.takePositions(), of: consumer)
    }

    // MARK: - Partitions

    private func rebalance(_ change: KafkaRebalance) {
        guard failure == nil else { return }
        let partitions = change.partitions.compactMap { position in
            KindDeclaration.named.first { $0.normalizedTopic == position.topic }.map {
                (kind: $0, partition: position.partition)
            }
        }
        do {
            switch change.kind {
            case .assigned:
                try take(partitions)
            case .revoked:
                try commit()
                try outputs.finish()
                for owner in partitions { stage.remove(owner.kind, owner.partition) }
            case .lost:
                // Another member already has them, with the last committed state.
                throw PartitionsLost()
            }
        } catch {
            failure = error
        }
    }

    private func take(_ partitions: [(kind: KindDeclaration, partition: Int32)]) throws {
        guard !partitions.isEmpty else { return }
        let start = clock.now()
        let states = try changelog.read(partitions)
        var channels = 0
        for (owner, state) in zip(partitions, states) {
            channels += try stage.add(owner.kind, owner.partition, state)
        }
        let nanoseconds = clock.now() - start
        metrics.restoredChannels.set(channels)
        metrics.restoreSeconds.set(Double(nanoseconds) / 1e9)
        logger.info(
            "took partitions over with their state",
            metadata: [
                "partitions": "\(partitions.count)", "channels": "\(channels)",
                "milliseconds": "\(nanoseconds / 1_000_000)",
            ])
    }
}

/// The group has assigned our partitions to other members without notice.
struct PartitionsLost: Error, CustomStringConvertible {
    var description: String { "the group gave the partitions to others while this process was not heard of" }
}
