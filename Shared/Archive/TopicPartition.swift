/// A partition of a topic: what offsets count in.
public struct TopicPartition: Sendable, Hashable, CustomStringConvertible {
    /// The topic.
    public let topic: String
    /// The partition, counted from 0.
    public let partition: Int32

    /// Names a partition.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// `<topic>-<partition>`, as in the names of files.
    public var description: String { "\(topic)-\(partition)" }
}
