public import Kafka

/// The offsets to go on from, one a partition, that are not committed yet.
public struct OpenPositions {
    private struct Partition: Hashable {
        var topic: String
        var partition: Int32
    }

    private var offsets: [Partition: Int64] = [:]

    /// Nothing was read.
    public init() {}

    /// Whether nothing was read since the last commit.
    public var isEmpty: Bool { offsets.isEmpty }

    /// The offsets.
    public var all: [KafkaPosition] {
        offsets.map { KafkaPosition(topic: $0.topic, partition: $0.partition, offset: $1) }
    }

    /// Takes in what was read.
    public mutating func note(_ batch: borrowing KafkaBatch) {
        guard !batch.isEmpty else { return }
        for position in batch.nextPositions() {
            offsets[Partition(topic: position.topic, partition: position.partition)] = position.offset
        }
    }

    /// Takes over what was read later.
    mutating func merge(_ later: OpenPositions) { offsets.merge(later.offsets) { _, later in later } }

    /// After a commit, or when partitions come or go.
    public mutating func removeAll() { offsets.removeAll(keepingCapacity: true) }
}
