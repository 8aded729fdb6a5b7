import AlertsCore
import ArchiverCore
import DedupCore
import Foundation
public import Kafka
import MarketData
import NormalizerCore
import ProducerCore
import Redis
import Runtime
import SignalsCore
public import Simulator
import Spool
import Streams
public import TestSupport
import VenueKit

/// The whole system in one process: simulator → producers → Kafka → normalizer → dedup → signals → Redis, and → archiver.
///
/// Every service is the one that its command runs, configured by the same YAML, on a thread of its own with its own
/// metrics. The embedded broker keeps 5 MB a partition, so the simulator is paused while anybody is behind.
///
/// Its methods block: call them from `onOwnThread`.
public final class RunningPipeline: @unchecked Sendable {
    /// What it records.
    public let options: PipelineOptions
    /// The simulator that replaces the venues.
    public let simulator: VenueSimulator
    /// The brokers.
    public let kafka: KafkaConfig
    /// The broker of this process, unless the options name others.
    public let broker: EmbeddedBroker?
    /// Where signals writes.
    public let redis: RunningRedis
    /// Everything that was on Kafka.
    public let tape: KafkaTape
    /// Where the archiver writes.
    public let archive: ScratchFolder
    /// Where the producers keep what Kafka has not acknowledged, unless the options say so.
    private let spool: ScratchFolder
    /// The services, producers first. One that is restarted takes the place of the one before.
    public private(set) var producers: [RunningService] = []
    /// The normalizer.
    public private(set) var normalizer: RunningService
    /// Dedup.
    public private(set) var dedup: RunningService
    /// Signals.
    public private(set) var signals: RunningService
    /// The archiver, where the options want one.
    public private(set) var archiver: RunningService?
    /// Alerts, where the options want them.
    public private(set) var alerts: RunningService?
    private let configuration: Configuration
    private let text: String
    /// Where producers that are processes answer /metrics, by source.
    private let ports: [String: Int]
    private var isStopped = false
    let table: TopicTable
    let watermarks: KafkaConsumer

    /// Starts everything; the simulator plays, or waits where its options say so.
    public init(_ options: PipelineOptions) throws {
        var options = options
        spool = try ScratchFolder()
        if options.spool == nil { options.spool = SpoolConfig(directory: spool.url.path, megabytes: 64) }
        self.options = options
        table = TopicTable(
            venues: Set(options.markets.map(\.venue.name)).sorted(), partitions: options.partitions,
            replication: options.replication)
        broker = options.bootstrapServers == nil ? try EmbeddedBroker() : nil
        let servers = options.bootstrapServers ?? broker?.bootstrapServers ?? ""
        kafka = KafkaConfig(
            bootstrapServers: servers, clientID: "pipeline-test", properties: options.kafkaProperties)
        if let broker {
            for topic in table.topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
        } else {
            try FreshTopics.make(table.topics, on: kafka)
        }
        redis = try RunningRedis()
        archive = try ScratchFolder()
        tape = try KafkaTape(kafka, topics: table.topics, forgets: broker != nil)
        // Of everything, not only up to the first open transaction: what a member that was killed left open hides what others
        // have committed behind it until its time is over.
        watermarks = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: false))
        let simulator = try VenueSimulator(options: options.simulation)
        try simulator.start()
        self.simulator = simulator
        var venuePorts: [String: Int] = [:]
        for source in options.sources { venuePorts[source] = try options.route(source, Int(simulator.port)) }
        let text = PipelineConfiguration(options: options, bootstrapServers: servers) { market, source in
            simulator.endpoints(
                venue: market.venue.name, product: market.product, label: source, port: venuePorts[source])
        }.text
        let configuration = try Configuration(text: text)
        (self.text, self.configuration) = (text, configuration)
        ports = Dictionary(
            uniqueKeysWithValues: zip(options.sources, FreePort.find(options.sources.count)))
        normalizer = try Self.makeNormalizer(configuration, kafka, killable: options.killsServices ? text : nil)
        dedup = try Self.makeDedup(configuration, kafka, killable: options.killsServices ? text : nil)
        signals = try Self.makeSignals(configuration, kafka, redisPort: options.route("signals", redis.port))
        if options.archives { archiver = try Self.makeArchiver(configuration, kafka, archive) }
        if options.alerts { alerts = try Self.makeAlerts(configuration, kafka) }
        for source in options.sources { producers.append(try makeProducer(source)) }
    }

    deinit { stop() }

    /// Ends the services in the order of the stream, then the rest.
    public func stop() {
        guard !isStopped else { return }
        isStopped = true
        for producer in producers { producer.stop() }
        for service in [normalizer, dedup, signals] { service.stop() }
        if let archiver {
            // What dedup published at its end is still to be archived.
            let end = Date(timeIntervalSinceNow: 60)
            while Date() < end, archiver.error == nil, !((try? isArchived(by: archiver)) ?? false) { usleep(50_000) }
            archiver.stop()
        }
        alerts?.stop()
        tape.stop()
        simulator.stop()
        redis.stop()
        if broker == nil { FreshTopics.remove(table.topics, from: kafka) }
    }

    /// Every service.
    public var services: [RunningService] {
        producers + [normalizer, dedup, signals] + [archiver, alerts].compactMap { $0 }
    }

    // MARK: - Starting again

    /// Ends a source's producer, as SIGTERM does or by SIGKILL as the options say, and starts another with its spool.
    public func restartProducer(_ source: String) throws {
        guard let index = options.sources.firstIndex(of: source) else { return }
        producers[index].stop()
        producers[index] = try makeProducer(source)
    }

    /// Ends the normalizer, as SIGTERM does or by SIGKILL as the options say, and starts another.
    public func restartNormalizer() throws {
        normalizer.stop()
        normalizer = try Self.makeNormalizer(configuration, kafka, killable: options.killsServices ? text : nil)
    }

    /// Ends dedup, as SIGTERM does or by SIGKILL as the options say, and starts another.
    public func restartDedup() throws {
        dedup.stop()
        dedup = try Self.makeDedup(configuration, kafka, killable: options.killsServices ? text : nil)
    }

    /// Starts a further member of dedup's group.
    public func startDedupMember(instance: String) throws -> DedupMember {
        try DedupMember(configuration: text, instance: instance)
    }

    /// How many records wait in the producers' spools for Kafka's acknowledgement; nil while a producer does not answer.
    func spooled() -> Int? {
        var sum = 0
        for (source, producer) in zip(options.sources, producers) {
            let text =
                options.killsServices
                ? ports[source].flatMap { MetricsText(port: $0) } : MetricsText(producer.metrics.text)
            guard let text else { return nil }
            sum += text.total("tapedeck_spool_records")
        }
        return sum
    }

    /// How many documents dedup has still to take in, by what is committed.
    public func dedupLag() throws -> Int { try uncommitted("dedup", "normalized.") }

    // MARK: - Making

    private func makeProducer(_ source: String) throws -> RunningService {
        let venues = try configuration.venues(knowing: ProducerConfig.vocabulary)
        return RunningService("producer-\(source)") { logger, metrics, health in
            if options.killsServices {
                return CommandService(
                    name: "producer", configuration: text, arguments: ["--source", source],
                    metricsPort: ports[source] ?? 0)
            }
            return ProducerService(
                ProducerConfig.all(venues, source: source), kafka: kafka, spool: options.spool, logger: logger,
                metrics: metrics, health: health)
        }
    }

    private static func makeNormalizer(
        _ configuration: Configuration, _ kafka: KafkaConfig, killable text: String?
    ) throws -> RunningService {
        try RunningService("normalizer") { logger, metrics, health in
            if let text { return CommandService(name: "normalizer", configuration: text) }
            return NormalizerService(
                try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
        }
    }

    private static func makeDedup(
        _ configuration: Configuration, _ kafka: KafkaConfig, killable text: String?
    ) throws -> RunningService {
        try RunningService("dedup") { logger, metrics, health in
            if let text { return CommandService(name: "dedup", configuration: text) }
            return DedupService(
                try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
        }
    }

    private static func makeSignals(
        _ configuration: Configuration, _ kafka: KafkaConfig, redisPort: Int
    ) throws -> RunningService {
        return try RunningService("signals") { logger, metrics, health in
            SignalsService(
                try configuration.read(), kafka: kafka, redis: RedisConfig(port: redisPort), logger: logger,
                metrics: metrics, health: health)
        }
    }

    private static func makeArchiver(
        _ configuration: Configuration, _ kafka: KafkaConfig, _ folder: ScratchFolder
    ) throws -> RunningService {
        try RunningService("archiver") { logger, metrics, health in
            var config = try configuration.read(ArchiverConfig.self)
            config.root = folder.url.path
            return ArchiverService(config, kafka: kafka, logger: logger, metrics: metrics, health: health)
        }
    }

    private static func makeAlerts(
        _ configuration: Configuration, _ kafka: KafkaConfig
    ) throws -> RunningService {
        try RunningService("alerts") { logger, metrics, health in
            AlertsService(
                try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
        }
    }

    // MARK: - Looking

    /// How many records a topic holds, those that the embedded broker has forgotten included.
    func recordCount(of prefix: String) throws -> Int {
        var count = 0
        for topic in table.topics where topic.name.hasPrefix(prefix) {
            for partition in 0..<topic.partitions {
                count += Int(
                    try watermarks.watermarks(
                        topic: topic.name, partition: Int32(partition), timeoutMilliseconds: 10_000
                    ).high)
            }
        }
        return count
    }

    /// Whether the tape holds all that the topics hold. Of topics that are written by transactions the offsets do not
    /// tell how many records that is.
    func hasTaped(_ prefix: String) throws -> Bool {
        for topic in table.topics where topic.name.hasPrefix(prefix) {
            for partition in 0..<Int32(topic.partitions) {
                let end = try watermarks.watermarks(
                    topic: topic.name, partition: partition, timeoutMilliseconds: 10_000
                ).high
                guard tape.hasRead(topic.name, partition, to: end) else { return false }
            }
        }
        return true
    }

    private func isArchived(by archiver: RunningService) throws -> Bool {
        try hasTaped("market.") && archiver.total("tapedeck_documents_in_total") >= tape.count("market.")
    }

    /// How many records of these topics a service's group has not committed.
    func uncommitted(_ service: String, _ prefix: String) throws -> Int {
        let member = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: PipelineConfiguration.group(service, options)))
        let positions = table.topics.filter { $0.name.hasPrefix(prefix) }.flatMap { topic in
            (0..<topic.partitions).map { KafkaPosition(topic: topic.name, partition: Int32($0)) }
        }
        let committed = try member.committed(positions, timeoutMilliseconds: 10_000)
        return try recordCount(of: prefix) - committed.reduce(0) { $0 + Int(max(0, $1.offset)) }
    }
}
