/// A position in a partition: the offset of the next record to read.
public struct KafkaPosition: Sendable, Hashable {
    /// Special values of offsets.
    public enum Special {
        /// Before the oldest record.
        public static let beginning: Int64 = -2
        /// After the newest record.
        public static let end: Int64 = -1
        /// The group's committed offset, or ``KafkaConsumerConfig/start`` if there is none.
        public static let committed: Int64 = -1000
        /// Unknown.
        public static let none: Int64 = -1001
    }

    /// The topic.
    public var topic: String
    /// The partition, counted from 0.
    public var partition: Int32
    /// The next record's offset, or one of ``Special``.
    public var offset: Int64

    /// By default it is the group's committed offset.
    public init(topic: String, partition: Int32, offset: Int64 = Special.committed) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

extension KafkaPosition: CustomStringConvertible {
    /// `topic[partition]@offset`.
    public var description: String { "\(topic)[\(partition)]@\(offset)" }
}
