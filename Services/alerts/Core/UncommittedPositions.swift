import Kafka

/// How far each partition was read since the last commit.
struct UncommittedPositions {
    private var positions: [KafkaPosition] = []

    var isEmpty: Bool { positions.isEmpty }

    var all: [KafkaPosition] { positions }

    mutating func note(_ next: [KafkaPosition]) {
        for position in next {
            let known = positions.firstIndex {
                $0.topic == position.topic && $0.partition == position.partition
            }
            if let known { positions[known] = position } else { positions.append(position) }
        }
    }

    /// After a commit, or when partitions come or go.
    mutating func removeAll() { positions.removeAll() }
}
