/// The first and last offsets of a partition.
public struct KafkaWatermarks: Sendable, Hashable {
    /// The oldest record's offset.
    public let low: Int64
    /// The offset of the next record. With ``KafkaConsumerConfig/readsCommitted`` a reader may see the first undecided record
    /// as the end instead.
    public let high: Int64
}

/// The lag of a consumer in one partition.
public struct KafkaLag: Sendable, Hashable {
    /// The topic.
    public let topic: String
    /// The partition.
    public let partition: Int32
    /// The number of records that were not polled yet, including markers of transactions.
    public let records: Int64

    /// `records` is the lag.
    public init(topic: String, partition: Int32, records: Int64) {
        self.topic = topic
        self.partition = partition
        self.records = records
    }
}
