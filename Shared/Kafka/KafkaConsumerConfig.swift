import CRdkafka

/// How a consumer works. Offsets are committed by the caller alone, never behind its back.
public struct KafkaConsumerConfig: Sendable, Hashable {
    /// Where to begin in a partition of which the group has committed no offset.
    public enum Start: String, Sendable, Hashable, CaseIterable {
        /// At the oldest record.
        case earliest
        /// At what comes next.
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
    /// Where to begin without a committed offset.
    public var start: Start
    /// Whether records of open and aborted transactions are hidden.
    public var readsCommitted: Bool
    /// Whether the end of a partition is told in ``KafkaBatch/ends``.
    public var reportsEnds: Bool
    /// Most bytes of one partition in one fetch.
    public var fetchMaxBytesPerPartition: Int
    /// How long the broker may wait for records to answer a fetch.
    public var fetchWaitMilliseconds: Int
    /// Most kibibytes that librdkafka reads ahead.
    public var readAheadKilobytes: Int
    /// How long a member may be silent before its partitions go to others.
    public var sessionTimeoutMilliseconds: Int
    /// Longest time between two polls before the member's partitions go to others.
    public var maxPollIntervalMilliseconds: Int
    /// How partitions are spread over the members: `range`, `roundrobin` or `cooperative-sticky`.
    public var assignmentStrategy: String

    /// Describes a consumer.
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

    /// What librdkafka is told, in order.
    var properties: [(String, String)] {
        var properties = [
            // librdkafka's consumer cannot exist without a group id, even if it never speaks of it to a broker.
            ("group.id", group ?? "\(kafka.clientID).ungrouped"),
            ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
            ("auto.offset.reset", start.rawValue),
            ("isolation.level", readsCommitted ? "read_committed" : "read_uncommitted"),
            ("enable.partition.eof", "\(reportsEnds)"),
            ("fetch.message.max.bytes", "\(fetchMaxBytesPerPartition)"),
            // All partitions of a broker together, compressed: a backlog would fill the memory with what was read ahead.
            ("fetch.max.bytes", "\(fetchMaxBytesPerPartition * 4)"),
            ("fetch.wait.max.ms", "\(fetchWaitMilliseconds)"),
            ("queued.max.messages.kbytes", "\(readAheadKilobytes)"),
            ("session.timeout.ms", "\(sessionTimeoutMilliseconds)"),
            ("heartbeat.interval.ms", "\(max(1, min(3_000, sessionTimeoutMilliseconds / 3)))"),
            ("max.poll.interval.ms", "\(max(maxPollIntervalMilliseconds, sessionTimeoutMilliseconds))"),
            ("partition.assignment.strategy", assignmentStrategy),
            // Topics that appear after the subscription, and partitions added, are seen within this time.
            ("topic.metadata.refresh.interval.ms", "5000"),
            ("allow.auto.create.topics", "false"),
        ]
        // How soon a partition whose records fill the memory is looked at again: with the default, a second, whoever catches up
        // waits most of the time. Our 2.0.2 has no such setting and is patched (scripts/librdkafka).
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
