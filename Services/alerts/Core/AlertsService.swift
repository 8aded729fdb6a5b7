public import Base
import Dispatch
import JSON
public import Kafka
import MarketData
public import Runtime
import Streams

/// Reads `market.status`, `market.gap` and Prometheus' rules, and sends each channel the messages that are due.
public final class AlertsService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.alerts.name

    private static let topics = ServiceDeclaration.alerts.marketKinds.map(TopicName.market)
    /// The minimum time between two writes of the memory file.
    private static let saveNanoseconds: Int64 = 1_000_000_000

    private let config: AlertsConfig
    private let kafka: KafkaConfig
    private let logger: Logger
    private let registry: MetricsRegistry
    private let metrics: AlertMetrics
    private let monitor: StreamMonitor
    private let memory: AlertMemory
    private let channels: [AlertChannel]

    /// Loads the state of an earlier process. The service connects only when it runs.
    ///
    /// - Parameter health: receives the readiness checks.
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
            // Current problems are reported again. If the service ended here, no one would be notified.
            metrics.memoryFailures.happened(metadata: ["file": "\(config.memoryFile)", "error": "\(error)"])
        }
        channels = config.channels.map {
            AlertChannel($0, sender: AlertSender($0), metrics: metrics, conditions: known[$0.name] ?? [])
        }
        health.add("channels") { [channels] in
            let ill = channels.filter(\.isIll).map(\.name)
            return ill.isEmpty ? .ok : .failing("cannot deliver to \(ill.joined(separator: ", "))")
        }
        if channels.isEmpty { logger.warning("no channels: no messages are sent") }
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

    /// Starts a thread, because deliveries and polls block.
    private static func start(_ name: String, _ threads: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        threads.enter()
        WorkerThread.detach(name: name) {
            body()
            threads.leave()
        }
    }

    /// Commits offsets after the memory file contains everything read before, so that a kill repeats documents instead of
    /// losing them.
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
        // Running deliveries end first, so that their outcome is in the memory file.
        threads.wait()
        if save(&saved), !read.isEmpty { try consumer.commitWithoutWaiting(read.all) }
        try consumer.close()
    }

    /// Writes the state of the channels if it has changed.
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
