import CRdkafka

/// The settings of a consumer. Only the caller commits offsets; there is no automatic commit.
public struct KafkaConsumerConfig: Sendable, Hashable {
    /// Where to start in a partition without a committed offset.
    public enum Start: String, Sendable, Hashable, CaseIterable {
        /// At the oldest record.
        case earliest
        /// At the next new record.
        case latest
        /// Nowhere: polling fails.
        case error
    }

    /// Brokers and name.
    public var kafka: KafkaConfig
    /// The consumer group; nil for a consumer that assigns its partitions itself and commits nothing.
    public var group: String?
    /// A fixed member id: a restart within the session timeout causes no rebalance.
    public var groupInstanceID: String?
    /// Where to start without a committed offset.
    public var start: Start
    /// Whether records of open and aborted transactions are hidden.
    public var readsCommitted: Bool
    /// Whether the ends of partitions are reported in ``KafkaBatch/ends``.
    public var reportsEnds: Bool
    /// The maximum number of bytes of one partition in one fetch.
    public var fetchMaxBytesPerPartition: Int
    /// The maximum time that the broker waits for records before it answers a fetch.
    public var fetchWaitMilliseconds: Int
    /// The maximum number of kibibytes that librdkafka reads ahead.
    public var readAheadKilobytes: Int
    /// A member that is silent for this time loses its partitions to others.
    public var sessionTimeoutMilliseconds: Int
    /// A member that does not poll for this time loses its partitions to others.
    public var maxPollIntervalMilliseconds: Int
    /// How partitions are distributed over the members: `range`, `roundrobin` or `cooperative-sticky`.
    public var assignmentStrategy: String

    /// `group` is nil for a consumer that assigns its partitions itself.
    public init(
        kafka: KafkaConfig, group: String?, groupInstanceID: String? = nil, start: Start = .earliest,
        readsCommitted: Bool = true, reportsEnds: Bool = false, fetchMaxBytesPerPartition: Int = 1_048_576,
        fetchWaitMilliseconds: Int = 100, readAheadKilobytes: Int = 16_384, sessionTimeoutMilliseconds: Int = 10_000,
        maxPollIntervalMilliseconds: Int = 300_000, assignmentStrategy: String = "range,roundrobin"
    ) {
        self.kafka = kafka
        self.group = group
        self.groupInstanceID = groupInstanceID
        self.start = start
        self.readsCommitted = readsCommitted
        self.reportsEnds = reportsEnds
        self.fetchMaxBytesPerPartition = fetchMaxBytesPerPartition
        self.fetchWaitMilliseconds = fetchWaitMilliseconds
        self.readAheadKilobytes = readAheadKilobytes
        self.sessionTimeoutMilliseconds = sessionTimeoutMilliseconds
        self.maxPollIntervalMilliseconds = maxPollIntervalMilliseconds
        self.assignmentStrategy = assignmentStrategy
    }

    /// The properties for librdkafka, in order.
    var properties: [(String, String)] {
        var properties = [
            // librdkafka's consumer requires a group id, even if it never sends it to a broker.
            ("group.id", group ?? "\(kafka.clientID).ungrouped"),
            ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
            ("auto.offset.reset", start.rawValue),
            ("isolation.level", readsCommitted ? "read_committed" : "read_uncommitted"),
            ("enable.partition.eof", "\(reportsEnds)"),
            ("fetch.message.max.bytes", "\(fetchMaxBytesPerPartition)"),
            // For all partitions of a broker together, compressed. Without it a backlog would fill the memory with data read
            // ahead.
            ("fetch.max.bytes", "\(fetchMaxBytesPerPartition * 4)"),
            ("fetch.wait.max.ms", "\(fetchWaitMilliseconds)"),
            ("queued.max.messages.kbytes", "\(readAheadKilobytes)"),
            ("session.timeout.ms", "\(sessionTimeoutMilliseconds)"),
            ("heartbeat.interval.ms", "\(max(1, min(3_000, sessionTimeoutMilliseconds / 3)))"),
            ("max.poll.interval.ms", "\(max(maxPollIntervalMilliseconds, sessionTimeoutMilliseconds))"),
            ("partition.assignment.strategy", assignmentStrategy),
            // New topics that match the subscription, and added partitions, are found within this time.
            ("topic.metadata.refresh.interval.ms", "5000"),
            ("allow.auto.create.topics", "false"),
        ]
        // How soon a partition whose records fill the memory is checked again. With the default, a second, a consumer that
        // catches up waits most of the time. Our 2.0.2 has no such setting and is patched (scripts/librdkafka).
        if rd_kafka_version() >> 16 >= 0x0202 { properties.append(("fetch.queue.backoff.ms", "5")) }
        if let groupInstanceID { properties.append(("group.instance.id", groupInstanceID)) }
        return properties
    }

    /// What a pass-through property may not change, with the reason.
    static let reserved: [String: String] = [
        "enable.auto.commit": "the caller commits", "enable.auto.offset.store": "the caller commits",
        "group.id": "set group", "isolation.level": "set readsCommitted", "enable.partition.eof": "set reportsEnds",
        "bootstrap.servers": "set bootstrapServers", "metadata.broker.list": "set bootstrapServers",
        "client.id": "set clientID",
    ]
}
