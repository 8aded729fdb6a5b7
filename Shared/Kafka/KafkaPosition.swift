/// A place in a partition: the offset of the next record to read.
public struct KafkaPosition: Sendable, Hashable {
    /// Offsets that are not numbers of records.
    public enum Special {
        /// Before the oldest record.
        public static let beginning: Int64 = -2
        /// After the newest record.
        public static let end: Int64 = -1
        /// Where the group's last commit says, or as ``KafkaConsumerConfig/start`` says.
        public static let committed: Int64 = -1000
        /// Not known.
        public static let none: Int64 = -1001
    }

    /// The topic.
    public var topic: String
    /// The partition, counted from 0.
    public var partition: Int32
    /// The next record's offset, or one of ``Special``.
    public var offset: Int64

    /// Describes a place.
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
