public import Kafka
import MarketData
import Runtime

/// Every topic of Tapedeck with its partitions and settings: the only such table in the code (docs/TOPICS.md).
public struct TopicTable: Sendable {
    /// The venues with raw topics in the table.
    public let venues: [String]
    /// The number of partitions of high-volume topics.
    public let partitions: Int
    /// The number of copies of each partition.
    public let replication: Int

    /// - Parameters:
    ///   - partitions: the number of partitions of raw topics and of high-volume kinds; the other topics have one.
    public init(venues: [String], partitions: Int = 4, replication: Int = 1) {
        self.venues = venues
        self.partitions = partitions
        self.replication = replication
    }

    /// The topics.
    public var topics: [KafkaTopicSpecification] {
        let raw = venues.map { topic(TopicName.raw(venue: $0), isBusy: true, retentionHours: 72) }
        let documents = KindDeclaration.named.flatMap { kind in
            [
                topic(kind.normalizedTopic, isBusy: kind.isBusy, retentionHours: 24),
                topic(kind.marketTopic, isBusy: kind.isBusy, retentionHours: 168),
            ]
        }
        let dead = ServiceRegistry.deadLetters.map { topic($0, isBusy: false, retentionHours: 336) }
        let control = topic(TopicName.resnapshot, isBusy: false, retentionHours: 1)
        return raw + documents + dead + [control, dedupState]
    }

    /// A changelog keeps the last value of each key. Segments are small, because otherwise compaction would wait for a
    /// gigabyte.
    private var dedupState: KafkaTopicSpecification {
        KafkaTopicSpecification(
            name: TopicName.dedupState, partitions: partitions, replicationFactor: replication,
            config: Self.common.merging([
                "cleanup.policy": "compact", "segment.ms": "600000", "min.cleanable.dirty.ratio": "0.1",
            ]) { $1 })
    }

    /// The settings of every topic.
    private static let common = [
        // Our producers use it anyway, so the broker stores their batches unchanged; it recompresses batches of other
        // producers.
        "compression.type": "lz4",
        // Coinbase's snapshots have 5 MB and more.
        "max.message.bytes": "\(17 * 1_048_576)",
    ]

    private func topic(_ name: String, isBusy: Bool, retentionHours: Int) -> KafkaTopicSpecification {
        KafkaTopicSpecification(
            name: name, partitions: isBusy ? partitions : 1, replicationFactor: replication,
            config: Self.common.merging([
                "cleanup.policy": "delete", "retention.ms": "\(retentionHours * 3_600_000)",
            ]) { $1 })
    }
}
