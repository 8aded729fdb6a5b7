import Kafka
import MarketData

/// One assigned partition of `normalized.<kind>.v1`: its deduplicator and its position.
struct DedupPartition {
    let kind: KindDeclaration
    let partition: Int32
    var deduplicator: Deduplicator
    /// The offset after the last processed record; nil before the first. Records before it are delivered a second time when a
    /// partition is assigned again during a poll.
    var nextOffset: Int64?
    /// Whether `nextOffset` is not committed yet.
    var hasMoved = false

    var topic: String { kind.normalizedTopic }
}
