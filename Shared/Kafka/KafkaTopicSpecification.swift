/// The settings of a topic to create.
public struct KafkaTopicSpecification: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The number of partitions.
    public var partitions: Int
    /// The number of brokers with a copy; -1 for the broker's default.
    public var replicationFactor: Int
    /// Topic properties, e.g. `cleanup.policy`, `retention.ms`, `max.message.bytes`.
    public var config: [String: String]

    /// `config` contains the properties that differ from the broker's defaults.
    public init(name: String, partitions: Int, replicationFactor: Int = -1, config: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.config = config
    }
}

/// The result of a request to create a topic.
public enum KafkaTopicCreation: Sendable, Hashable {
    /// It was created as requested.
    case created
    /// It existed before; its partitions and properties were not changed.
    case existed
    /// The embedded broker cannot create topics on request, so a request for the topic's metadata created it with that broker's
    /// default number of partitions. Properties and replication were not applied. Use
    /// ``EmbeddedBroker/createTopic(_:partitions:)`` if the embedded broker runs in this process.
    case createdByDefault(partitions: Int)
}
