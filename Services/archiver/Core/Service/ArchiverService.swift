import Archive
public import Base
public import Kafka
public import Runtime
import Streams

/// Writes all records of `market.*` to Parquet files, one per minute and symbol, and each record exactly once.
public final class ArchiverService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.archiver.name

    private let config: ArchiverConfig
    private let kafka: Kafka.KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let clock: WallClock
    private let state = ArchiveState()
    private let monitor: StreamMonitor
    private let uploadState: UploadState?
    private let whenEnded: @Sendable () -> Void

    /// The service connects only when it runs.
    ///
    /// - Parameters:
    ///   - health: receives the readiness checks.
    ///   - whenEnded: called when the service has completely ended.
    public init(
        _ config: ArchiverConfig, kafka: Kafka.KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        health: HealthChecks = HealthChecks(), clock: WallClock = .system,
        whenEnded: @escaping @Sendable () -> Void = {}
    ) {
        self.whenEnded = whenEnded
        self.config = config
        self.kafka = kafka
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        monitor = StreamMonitor(health, metrics: metrics, clock: clock)
        health.add("archive") { [state] in state.status }
        uploadState = config.upload.map { UploadState(maxWait: $0.maxWait, clock: clock) }
        if let uploadState { health.add("upload") { uploadState.status } }
    }

    /// Runs until the shutdown is requested. All open buckets are then written and committed. If the disk fails, their records
    /// are read again at the next start.
    public func run(until shutdown: ShutdownSignal) throws {
        let producerEvents = KafkaEventLogger(client: "producer", logger: logger, metrics: metrics)
        let consumerEvents = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka), onEvent: { producerEvents.handle($0) }, onWait: monitor.beat)
        shutdown.onRequest { producer.stopWaiting() }
        let facts = ArchiverMetrics(metrics, logger: logger)
        guard waitForRoot(until: shutdown, facts) else { return }
        let uploads = try startUploads(until: shutdown)
        DiskMetrics.register("archive", at: config.root, in: metrics)
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: config.group), onEvent: { consumerEvents.handle($0) })
        let loop = ArchiverLoop(
            consumer: consumer, producer: producer, monitor: monitor,
            letters: try SettledLetters(producer: producer, logger: logger, metrics: metrics), config: config,
            metrics: facts, logger: logger, state: state, uploads: uploads?.folders.waiting, shutdown: shutdown,
            clock: clock)
        try loop.run()
        producer.close(timeoutMilliseconds: 10_000)
        uploads?.uploader.waitForEnd()
        whenEnded()
    }

    /// Starts the uploads if they are configured.
    private func startUploads(
        until shutdown: ShutdownSignal
    ) throws(ArchiveError) -> (folders: UploadFolders, uploader: Uploader)? {
        guard let upload = config.upload, let uploadState else {
            try UploadFolders.forget(root: config.root)
            return nil
        }
        let folders = try UploadFolders(root: config.root)
        let uploader = Uploader(
            upload, root: config.root, folders: folders, state: uploadState, metrics: metrics, logger: logger,
            clock: clock, until: shutdown)
        uploader.start()
        return (folders, uploader)
    }

    /// Creates the root and waits until that is possible. Returns false if the shutdown came first.
    private func waitForRoot(until shutdown: ShutdownSignal, _ facts: ArchiverMetrics) -> Bool {
        while !shutdown.isRequested {
            do throws(ArchiveError) {
                try LocalFiles.makeFolder("\(config.root)/_state")
                state.succeeded()
                return true
            } catch {
                facts.failures.happened(error.code, metadata: ["root": "\(config.root)", "error": "\(error)"])
                state.failed(.archive(error))
                monitor.beat()
                shutdown.wait(milliseconds: config.retryMilliseconds)
            }
        }
        return false
    }
}
