public import Kafka

/// The uncommitted offsets to continue from, one per partition.
public struct OpenPositions {
    private struct Partition: Hashable {
        var topic: String
        var partition: Int32
    }

    private var offsets: [Partition: Int64] = [:]

    /// It starts without offsets.
    public init() {}

    /// Whether nothing was read since the last commit.
    public var isEmpty: Bool { offsets.isEmpty }

    /// The offsets.
    public var all: [KafkaPosition] {
        offsets.map { KafkaPosition(topic: $0.topic, partition: $0.partition, offset: $1) }
    }

    /// Adds the records of a batch.
    public mutating func note(_ batch: borrowing KafkaBatch) {
        guard !batch.isEmpty else { return }
        for position in batch.nextPositions() {
            offsets[Partition(topic: position.topic, partition: position.partition)] = position.offset
        }
    }

    /// Adds later positions, which replace earlier ones.
    mutating func merge(_ later: OpenPositions) { offsets.merge(later.offsets) { _, later in later } }

    /// Removes all offsets; called after a commit, or when partitions are assigned or revoked.
    public mutating func removeAll() { offsets.removeAll(keepingCapacity: true) }
}
