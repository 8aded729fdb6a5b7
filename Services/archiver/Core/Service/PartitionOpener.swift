import Archive
import Kafka
import MarketData
import Runtime

/// Opens partitions: opens their storage, finishes interrupted rounds, and determines where to continue.
final class PartitionOpener {
    private let config: ArchiverConfig
    private let reader: DocumentReader
    private let logger: Logger
    private let metrics: ArchiverMetrics
    private let uploads: FileQueue?
    private let kinds: [String: KindDeclaration]
    private let tables: [String: ArchiveTable]

    /// The timeout for requesting the offsets of a partition.
    static let timeoutMilliseconds = 10_000

    init(
        _ config: ArchiverConfig, reader: DocumentReader, logger: Logger, metrics: ArchiverMetrics, uploads: FileQueue?
    ) {
        self.uploads = uploads
        self.config = config
        self.reader = reader
        self.logger = logger
        self.metrics = metrics
        kinds = Dictionary(uniqueKeysWithValues: KindDeclaration.named.map { ($0.marketTopic, $0) })
        tables = kinds.mapValues { ArchiveTable(for: $0) }
    }

    /// The topics that are archived.
    static var topics: [String] { KindDeclaration.named.map(\.marketTopic).sorted() }

    /// Opens a partition; its start says where to read.
    func open(
        _ position: KafkaPosition, from consumer: KafkaConsumer, epoch: Int
    ) throws(ArchiverError) -> AssignedPartition {
        let log = TopicPartition(topic: position.topic, partition: position.partition)
        guard let kind = kinds[log.topic], let table = tables[log.topic] else {
            preconditionFailure("a partition of a topic that nobody subscribed to")
        }
        let (committed, end) = try offsets(of: position, from: consumer)
        let archive = try archive(of: log, table, committed: committed, end: end)
        if archive.isNewLog { metrics.newLogs.happened("\(log)", metadata: ["partition": "\(log)", "end": "\(end)"]) }
        logger.info(
            "archiving a partition",
            metadata: ["partition": "\(log)", "from": "\(archive.start.map { "\($0)" } ?? "its beginning")"])
        return AssignedPartition(
            archive, kind: kind, counters: metrics.counters(of: kind), epoch: epoch, committed: committed)
    }

    private func archive(
        of log: TopicPartition, _ table: ArchiveTable, committed: Int64?, end: Int64
    ) throws(ArchiverError) -> PartitionArchive<LocalStorage> {
        do throws(ArchiveError) {
            let storage = try LocalStorage(
                root: config.root, log: log, reader: reader, table: table, version: Build.version,
                compressionLevel: Int32(config.compressionLevel), uploads: uploads)
            return try PartitionArchive(
                log, limits: config.limits, storage: storage, committed: committed, logEnd: end)
        } catch {
            throw .archive(error)
        }
    }

    private func offsets(
        of position: KafkaPosition, from consumer: KafkaConsumer
    ) throws(ArchiverError) -> (committed: Int64?, end: Int64) {
        do throws(KafkaError) {
            let committed = try consumer.committed([position], timeoutMilliseconds: Self.timeoutMilliseconds)
                .first?.offset
            let marks = try consumer.watermarks(
                topic: position.topic, partition: position.partition, timeoutMilliseconds: Self.timeoutMilliseconds)
            return (committed.flatMap { $0 >= 0 ? $0 : nil }, marks.high)
        } catch {
            throw .kafka(error)
        }
    }
}
