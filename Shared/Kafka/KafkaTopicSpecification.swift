/// A topic as it should be made.
public struct KafkaTopicSpecification: Sendable, Hashable {
    /// The name.
    public var name: String
    /// How many partitions.
    public var partitions: Int
    /// How many brokers keep a copy; -1 for the broker's default.
    public var replicationFactor: Int
    /// Topic properties, e.g. `cleanup.policy`, `retention.ms`, `max.message.bytes`.
    public var config: [String: String]

    /// Describes a topic to make.
    public init(name: String, partitions: Int, replicationFactor: Int = -1, config: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.config = config
    }
}

/// What became of a request to make a topic.
public enum KafkaTopicCreation: Sendable, Hashable {
    /// It was made as asked for.
    case created
    /// It was there before; neither its partitions nor its properties were touched.
    case existed
    /// The embedded broker cannot make topics on request, so a question about the topic made it, with that broker's own
    /// number of partitions: properties and replication were not applied. Whoever runs the embedded broker has
    /// ``EmbeddedBroker/createTopic(_:partitions:)``.
    case createdByDefault(partitions: Int)
}
