public import Kafka

/// The number of records that a consumer group has not read yet. Its consumer only queries offsets and never joins the group.
public struct GroupLag: Sendable {
    private static let timeoutMilliseconds = 2000

    private let consumer: KafkaConsumer
    private let partitions: [KafkaPosition]

    /// Creates the consumer for the queries.
    ///
    /// - Parameter partitions: the partitions of the group.
    public init(_ kafka: KafkaConfig, group: String, partitions: [KafkaPosition]) throws(KafkaError) {
        consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: group))
        self.partitions = partitions
    }

    /// The records between the committed offsets and the ends; nil while the group has committed nothing.
    public func measure() throws(KafkaError) -> Int64? {
        guard !partitions.isEmpty else { return nil }
        let committed = try consumer.committed(partitions, timeoutMilliseconds: Self.timeoutMilliseconds)
        var sum = LagSum(committed)
        for position in committed where sum.wants(position.topic) {
            let marks = try consumer.watermarks(
                topic: position.topic, partition: position.partition, timeoutMilliseconds: Self.timeoutMilliseconds)
            sum.add(
                committed: position.offset, low: marks.low, high: marks.high,
                endsInMarker: position.topic.hasPrefix("market."))
        }
        return sum.records
    }
}
