import MarketData

/// A partition that is ours: its archive, and what belongs to it.
final class AssignedPartition {
    let archive: PartitionArchive<LocalStorage>
    /// The kind of the topic's documents (of the first of them, where a topic has two).
    let kind: EventKind
    /// The rebalance that brought it: records that were polled before do not belong to it.
    let epoch: Int
    /// The offset that was committed last.
    var committed: Int64?

    init(_ archive: PartitionArchive<LocalStorage>, kind: EventKind, epoch: Int, committed: Int64?) {
        self.archive = archive
        self.kind = kind
        self.epoch = epoch
        self.committed = committed
    }

    var log: TopicPartition { archive.log }
}
