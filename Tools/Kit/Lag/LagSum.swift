import Kafka

/// Adds up the unread records of a group. Topics without a commit do not belong to the group.
struct LagSum {
    private let topics: Set<String>
    /// The records; nil when the group has committed nothing at all.
    private(set) var records: Int64?

    /// - Parameter committed: the group's offsets; negative where there is none.
    init(_ committed: [KafkaPosition]) {
        topics = Set(committed.filter { $0.offset >= 0 }.map(\.topic))
        records = topics.isEmpty ? nil : 0
    }

    /// Whether a topic counts.
    func wants(_ topic: String) -> Bool { topics.contains(topic) }

    /// Adds a partition by its committed offset and its watermarks; records that retention has removed do not count.
    ///
    /// - Parameter endsInMarker: whether the topic is written by transactions: its last offset is a marker then, which no
    ///   reader ever takes in.
    mutating func add(committed: Int64, low: Int64, high: Int64, endsInMarker: Bool = false) {
        records = (records ?? 0) + max(0, high - max(low, committed) - (endsInMarker ? 1 : 0))
    }
}
