import MarketData
import Parquet

/// `book`: snapshots and changes together, told apart by `type`, since a book is rebuilt from both in order.
struct BookTable: TableColumns {
    private let depth = SmallIntegerColumn("depth", dictionary: true)
    private let firstSequence = IntegerColumn("first_sequence", isNullable: true)
    private let lastSequence = IntegerColumn("last_sequence", isNullable: true)
    private let previousSequence = IntegerColumn("prev_sequence", isNullable: true)
    private let checksum = IntegerColumn("checksum", isNullable: true)
    private let depthHorizon = SmallIntegerColumn("depth_horizon", isNullable: true, dictionary: true)
    private let streamSequence = IntegerColumn("stream_sequence", isNullable: true)
    private let bids = LevelsColumn("bids")
    private let asks = LevelsColumn("asks")

    var columns: [ParquetColumn] {
        [
            depth, firstSequence, lastSequence, previousSequence, checksum, depthHorizon, streamSequence, bids.column,
            asks.column,
        ]
    }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let change = batch.bookChanges[Int(entry.index)]
        depth.append(change.depth)
        firstSequence.append(change.firstSequence)
        lastSequence.append(change.lastSequence)
        previousSequence.append(change.previousSequence)
        checksum.append(change.checksum)
        depthHorizon.append(change.depthHorizon)
        streamSequence.append(change.streamSequence)
        bids.append(change.bids, of: batch)
        asks.append(change.asks, of: batch)
    }
}
