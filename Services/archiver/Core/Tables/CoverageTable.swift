import MarketData
import Parquet

/// `coverage`.
struct CoverageTable: TableColumns {
    private let channel = TextColumn("channel", isNullable: true, dictionary: true)
    private let firstSequence = IntegerColumn("first_sequence", isNullable: true)
    private let lastSequence = IntegerColumn("last_sequence", isNullable: true)
    private let events = IntegerColumn("events")
    private let duplicates = IntegerColumn("duplicates")
    private let gaps = IntegerColumn("gaps")
    private let sources = TextColumn("sources", isNullable: true)

    var columns: [ParquetColumn] { [channel, firstSequence, lastSequence, events, duplicates, gaps, sources] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let coverage = batch.coverages[Int(entry.index)]
        channel.append(coverage.channel, of: batch)
        firstSequence.append(coverage.firstSequence)
        lastSequence.append(coverage.lastSequence)
        events.append(coverage.events)
        duplicates.append(coverage.duplicates)
        gaps.append(coverage.gaps)
        sources.append(coverage.sources, of: batch)
    }
}
