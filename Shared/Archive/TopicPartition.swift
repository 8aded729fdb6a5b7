/// A partition of a topic. Offsets are relative to it.
public struct TopicPartition: Sendable, Hashable, CustomStringConvertible {
    /// The topic.
    public let topic: String
    /// The partition, counted from 0.
    public let partition: Int32

    /// Takes the topic and the partition number, counted from 0.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// `<topic>-<partition>`, as in file names.
    public var description: String { "\(topic)-\(partition)" }
}
