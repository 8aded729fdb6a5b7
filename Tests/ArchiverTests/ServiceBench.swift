import Archive
import Base
import Foundation
import Kafka
import MarketData
import Parquet
import Runtime
import Streams
import TestSupport
import Testing

@testable import ArchiverCore

/// The brokers that the tests meet: always the embedded one, and a real Kafka where KAFKA_BOOTSTRAP_SERVERS names one.
enum TestBroker: String, CaseIterable, Sendable {
    case embedded, real

    static let realServers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"]
    static var available: [TestBroker] { realServers == nil ? [.embedded] : [.embedded, .real] }
}

/// An archiver, the broker it reads from and the folder it writes to.
final class ServiceBench {
    let servers: String
    let folder: ScratchFolder
    let metrics = MetricsRegistry()
    let health = HealthChecks()
    private let embedded: EmbeddedBroker?
    private let group = "archiver-\(UUID().uuidString)"
    private var shutdown = ShutdownSignal()
    private var running: Task<Void, any Error>?

    init(_ broker: TestBroker = .embedded) throws {
        folder = try ScratchFolder()
        switch broker {
        case .embedded:
            let embedded = try EmbeddedBroker()
            for kind in TopicName.kinds { try embedded.createTopic(TopicName.market(kind), partitions: 2) }
            try embedded.createTopic(TopicName.dead(stage: "archiver"), partitions: 1)
            self.embedded = embedded
            servers = embedded.bootstrapServers
        case .real:
            embedded = nil
            servers = try #require(TestBroker.realServers)
            _ = try KafkaAdmin(KafkaConfig(bootstrapServers: servers)).create(
                TopicTable(venues: []).topics, timeoutMilliseconds: 30_000)
        }
    }

    var root: String { folder.path("archive") }

    var kafka: Kafka.KafkaConfig { Self.kafka(servers) }

    static func kafka(_ servers: String) -> Kafka.KafkaConfig {
        // The embedded broker keeps a member that has died until its session ends.
        KafkaConfig(
            bootstrapServers: servers, properties: ["session.timeout.ms": "6000", "heartbeat.interval.ms": "1000"])
    }

    /// The configuration of an archiver with small files.
    static func config(group: String, root: String, extra: String = "") throws -> ArchiverConfig {
        try Configuration(
            text: """
                archiver:
                  group: \(group)
                  root: \(root)
                  grace_seconds: 0
                  idle_seconds: 1
                  retry_milliseconds: 50
                  # Random events lie in the future too; nothing else closes their minutes.
                  max_open_seconds: 2
                  \(extra)
                """
        ).read()
    }

    /// Says what is wrong and nothing else.
    static let logger: Logger = {
        var logger = Logger(label: "archiver")
        logger.logLevel = .critical
        return logger
    }()

    /// What /readyz says of the disk.
    var archiveStatus: HealthStatus { health.readiness.first { $0.name == "archive" }?.status ?? .failing("no check") }

    // MARK: - The service

    func start(upload: UploadConfig? = nil) throws {
        let shutdown = ShutdownSignal()
        self.shutdown = shutdown
        var config = try Self.config(group: group, root: root)
        config.upload = upload
        let service = ArchiverService(
            config, kafka: kafka, logger: Self.logger,
            metrics: metrics, health: health)
        running = Self.onThread { try service.run(until: shutdown) }
    }

    /// Asks the service to end and waits for it.
    func stop() async throws {
        shutdown.request(reason: "test")
        try await running?.value
    }

    /// The arguments of an archiver in a process of its own.
    var child: (servers: String, group: String, root: String) { (servers, group, root) }

    /// Runs what blocks on a thread of its own.
    static func onThread(_ body: @escaping @Sendable () throws -> Void) -> Task<Void, any Error> {
        Task {
            try await withCheckedThrowingContinuation { continuation in
                WorkerThread.detach(name: "test") { continuation.resume(with: Result { try body() }) }
            }
        }
    }

    // MARK: - Documents

    /// Publishes documents by their key and answers them as they lie on Kafka, as an independent reader would see them.
    func publish(_ documents: [WrittenDocument]) throws -> [WrittenDocument] {
        let deliveries = Deliveries()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka), onDelivery: { deliveries.note($0) })
        for (index, document) in documents.enumerated() {
            try producer.produce(
                to: try producer.topic(document.topic), key: "k\(index % 7)", value: document.json, tag: UInt(index))
        }
        try #require(producer.flush(timeoutMilliseconds: 30_000))
        let places = deliveries.all
        try #require(places.count == documents.count)
        return documents.enumerated().map { index, document in
            WrittenDocument(
                log: TopicPartition(topic: document.topic, partition: places[UInt(index)]?.partition ?? -1),
                offset: places[UInt(index)]?.offset ?? -1, json: document.json)
        }
    }

    /// Waits until there are as many rows in files as told, or fails.
    func waitForRows(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<600 {
            if try rows() >= count { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(try rows()) of \(count) rows", sourceLocation: sourceLocation)
    }

    /// How many rows the archive's files hold.
    func rows() throws -> Int {
        try folder.files.filter { $0.hasSuffix(".parquet") }.reduce(0) { sum, file in
            sum + (try ParquetFile.info(of: folder.path(file)).rows)
        }
    }
}
