import Archive
import MarketData

/// An assigned partition: its archive and related state.
final class AssignedPartition {
    let archive: PartitionArchive<LocalStorage>
    /// The kind of the topic's documents.
    let kind: KindDeclaration
    /// Their counters.
    let counters: KindCounters
    /// The rebalance that assigned it: records polled earlier do not belong to it.
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
