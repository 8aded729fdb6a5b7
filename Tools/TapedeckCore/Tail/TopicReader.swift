import Kafka
import ToolKit

/// Reads a topic's records from all its partitions, without a group.
struct TopicReader {
    /// Where to start.
    enum Start: String, CaseIterable {
        case beginning
        case end
    }

    private var reader: PartitionReader

    /// Fails for a topic that does not exist, because reading could create it.
    init(_ kafka: KafkaConfig, topic: String, from start: Start) throws {
        let inspector = try TopicInspector(kafka)
        let topics = try inspector.topics()
        guard let found = topics.first(where: { $0.name == topic }) else {
            throw ToolError.unknownTopic(topic, nearest: NearestNames.of(topic, among: topics.map(\.name)))
        }
        reader = try PartitionReader(
            kafka, topic: found,
            from: start == .beginning ? KafkaPosition.Special.beginning : KafkaPosition.Special.end)
    }

    /// Whether the end of every partition has been seen.
    var hasSeenEnds: Bool { reader.hasSeenEnds }

    /// The records that arrive next, in order within each partition.
    mutating func next(waitMilliseconds: Int = 100) throws(KafkaError) -> [ShownRecord] {
        let batch = try reader.next(waitMilliseconds: waitMilliseconds)
        return (0..<batch.count).map { ShownRecord(batch[$0]) }
    }
}
