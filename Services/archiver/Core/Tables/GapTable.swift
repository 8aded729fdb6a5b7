import MarketData
import Parquet

/// `gap`.
struct GapTable: TableColumns {
    private let channel = TextColumn("channel", isNullable: true, dictionary: true)
    private let fromSequence = IntegerColumn("from_sequence")
    private let toSequence = IntegerColumn("to_sequence")
    private let reason = TextColumn("reason", isNullable: true, dictionary: true)
    private let resolvedBy = TextColumn("resolved_by", isNullable: true, dictionary: true)

    var columns: [ParquetColumn] { [channel, fromSequence, toSequence, reason, resolvedBy] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let gap = batch.gaps[Int(entry.index)]
        channel.append(gap.channel, of: batch)
        fromSequence.append(gap.fromSequence)
        toSequence.append(gap.toSequence)
        reason.append(gap.reason, of: batch)
        resolvedBy.append(gap.resolvedBy, of: batch)
    }
}
