/// A topic as the brokers describe it.
public struct KafkaTopicDescription: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The partitions, in order.
    public let partitions: [Partition]

    /// One partition.
    public struct Partition: Sendable, Hashable {
        /// Its number.
        public let id: Int32
        /// The broker that leads it; -1 if there is none.
        public let leader: Int32
        /// The brokers with a copy of it.
        public let replicas: [Int32]
        /// The replicas that are up to date.
        public let inSync: [Int32]
    }
}
