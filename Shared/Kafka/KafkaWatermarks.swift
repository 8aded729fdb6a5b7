/// What a partition holds.
public struct KafkaWatermarks: Sendable, Hashable {
    /// The oldest record's offset.
    public let low: Int64
    /// The offset that the next record will get; with ``KafkaConsumerConfig/readsCommitted`` the first that is not
    /// decided yet may be what a reader sees as the end.
    public let high: Int64
}

/// How far a consumer is behind in one partition.
public struct KafkaLag: Sendable, Hashable {
    /// The topic.
    public let topic: String
    /// The partition.
    public let partition: Int32
    /// Records not yet polled; markers of transactions count too.
    public let records: Int64

    /// Describes a lag.
    public init(topic: String, partition: Int32, records: Int64) {
        self.topic = topic
        self.partition = partition
        self.records = records
    }
}
