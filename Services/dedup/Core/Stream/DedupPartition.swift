import Kafka
import MarketData

/// One partition of `normalized.<kind>.v1` that is ours: its deduplicator and how far we are.
struct DedupPartition {
    let kind: KindDeclaration
    let partition: Int32
    var deduplicator: Deduplicator
    /// The offset after the last record taken in. Records before it come a second time when a partition comes back
    /// while a poll was gathering; nil before the first.
    var nextOffset: Int64?
    /// Whether `nextOffset` is not committed yet.
    var hasMoved = false

    var topic: String { kind.normalizedTopic }
}
