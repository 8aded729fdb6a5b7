import MarketData
import Parquet

/// A type's own columns, which stand after those that every table has.
protocol TableColumns {
    /// The columns, in order.
    var columns: [ParquetColumn] { get }

    /// Appends the fields of one event, whose kind is one of the table's.
    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch)
}
