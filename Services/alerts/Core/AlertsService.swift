public import Base
import Dispatch
import JSON
public import Kafka
import MarketData
public import Runtime
import Streams

/// Listens to `market.status`, `market.gap` and Prometheus' rules, and tells each channel what it is to be told.
public final class AlertsService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.alerts.name

    private static let topics = ServiceDeclaration.alerts.marketKinds.map(TopicName.market)
    /// How often the memory is written at most.
    private static let saveNanoseconds: Int64 = 1_000_000_000

    private let config: AlertsConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let registry: MetricsRegistry
    private let metrics: AlertMetrics
    private let monitor: StreamMonitor
    private let memory: AlertMemory
    private let channels: [AlertChannel]

    /// Makes the service, with what a former process knew; it connects when it runs.
    ///
    /// - Parameter health: where to say whether it does its job.
    public init(
        _ config: AlertsConfig, kafka: KafkaConfig, logger: Logger, metrics registry: MetricsRegistry,
        health: HealthChecks = HealthChecks()
    ) {
        self.config = config
        self.kafka = kafka
        self.logger = logger
        self.registry = registry
        let metrics = AlertMetrics(registry, logger: logger)
        self.metrics = metrics
        monitor = StreamMonitor(health, metrics: registry)
        memory = AlertMemory(path: config.memoryFile)
        var known: [String: [AlertCondition]] = [:]
        do throws(AlertMemoryError) {
            known = try memory.read()
        } catch {
            // What is wrong is told anew; to end here would tell nobody.
            metrics.memoryFailures.happened(metadata: ["file": "\(config.memoryFile)", "error": "\(error)"])
        }
        channels = config.channels.map {
            AlertChannel($0, sender: AlertSender($0), metrics: metrics, conditions: known[$0.name] ?? [])
        }
        health.add("channels") { [channels] in
            let ill = channels.filter(\.isIll).map(\.name)
            return ill.isEmpty ? .ok : .failing("cannot deliver to \(ill.joined(separator: ", "))")
        }
        if channels.isEmpty { logger.warning("no channels: nobody is told anything") }
    }

    /// Runs until the shutdown is requested.
    public func run(until shutdown: ShutdownSignal) throws {
        let threads = DispatchGroup()
        for channel in channels { Self.start("alerts-\(channel.name)", threads) { channel.run(until: shutdown) } }
        if let url = config.prometheusURL {
            let watcher = RuleWatcher(
                prometheusURL: url, pollSeconds: config.pollSeconds, metrics: metrics, channels: channels)
            Self.start("alerts-rules", threads) { watcher.run(until: shutdown) }
        }
        defer {
            shutdown.request(reason: "alerts ended")
            threads.wait()
        }
        try consume(until: shutdown, threads)
    }

    /// Delivering and asking block, so each has a thread of its own.
    private static func start(_ name: String, _ threads: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        threads.enter()
        WorkerThread.detach(name: name) {
            body()
            threads.leave()
        }
    }

    /// Offsets are committed when the memory holds what was read before: what a kill interrupts is read again, not lost.
    private func consume(until shutdown: ShutdownSignal, _ threads: DispatchGroup) throws {
        let events = KafkaEventLogger(client: "consumer", logger: logger, metrics: registry)
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: config.group, start: .latest), onEvent: { events.handle($0) })
        try consumer.subscribe(Self.topics)
        var documents = DocumentAlerts()
        var read = OpenPositions()
        var saved: [Int]?
        var lastSave: Int64 = 0
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: 500, timeoutMilliseconds: 100) { _ in read.removeAll() }
            batch.forEach { take($0, &documents) }
            read.note(batch)
            let now = WallClock.system.now()
            if now - lastSave >= Self.saveNanoseconds || now < lastSave {
                lastSave = now
                if save(&saved), !read.isEmpty {
                    try consumer.commitWithoutWaiting(read.all)
                    read.removeAll()
                }
            }
            monitor.turn(consumer)
        }
        // Deliveries that are on their way end, so that the memory knows of them.
        threads.wait()
        if save(&saved), !read.isEmpty { try consumer.commitWithoutWaiting(read.all) }
        try consumer.close()
    }

    /// Writes down what the channels know, if it has changed.
    ///
    /// - Returns: whether it is written.
    private func save(_ saved: inout [Int]?) -> Bool {
        guard saved != channels.map(\.changes) else { return true }
        let all = channels.map { (name: $0.name, knowledge: $0.knowledge) }
        do throws(AlertMemoryError) {
            try memory.write(Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.knowledge.conditions) }))
            saved = all.map { $0.knowledge.changes }
            return true
        } catch {
            metrics.memoryFailures.happened(metadata: ["file": "\(memory.path)", "error": "\(error)"])
            return false
        }
    }

    private func take(_ record: KafkaRecord, _ documents: inout DocumentAlerts) {
        do throws(DecodeError) {
            let events = try documents.take(record.value)
            metrics.heard(events)
            for channel in channels { channel.take(events) }
        } catch {
            metrics.undecodable.happened(
                error.code, metadata: ["topic": "\(record.topic)", "offset": "\(record.offset)", "reason": "\(error)"])
        }
    }
}
