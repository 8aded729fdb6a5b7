public import Kafka

/// Reads all partitions of a topic without a group, and tracks which ends it has reached.
public struct PartitionReader {
    private let consumer: KafkaConsumer
    private var open: Set<Int32>

    /// Begins at an offset of each partition, such as ``KafkaPosition/Special/beginning``.
    public init(_ kafka: KafkaConfig, topic: KafkaTopicDescription, from offset: Int64) throws(KafkaError) {
        consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, reportsEnds: true))
        open = Set(topic.partitions.map(\.id))
        try consumer.assign(
            topic.partitions.map { KafkaPosition(topic: topic.name, partition: $0.id, offset: offset) })
    }

    /// Whether the end of every partition has been seen.
    public var hasSeenEnds: Bool { open.isEmpty }

    /// The records of the next moment, in order within each partition.
    public mutating func next(waitMilliseconds: Int = 100) throws(KafkaError) -> KafkaBatch {
        let batch = try consumer.poll(maxRecords: 500, timeoutMilliseconds: waitMilliseconds)
        for end in batch.ends { open.remove(end.partition) }
        return batch
    }
}
