import Archive
import MarketData

/// A partition that is ours: its archive, and what belongs to it.
final class AssignedPartition {
    let archive: PartitionArchive<LocalStorage>
    /// The kind of the topic's documents.
    let kind: KindDeclaration
    /// What is counted of them.
    let counters: KindCounters
    /// The rebalance that brought it: records that were polled before do not belong to it.
    let epoch: Int
    /// The offset that was committed last.
    var committed: Int64?

    init(
        _ archive: PartitionArchive<LocalStorage>, kind: KindDeclaration, counters: KindCounters, epoch: Int,
        committed: Int64?
    ) {
        self.archive = archive
        self.kind = kind
        self.counters = counters
        self.epoch = epoch
        self.committed = committed
    }

    var log: TopicPartition { archive.log }
}
