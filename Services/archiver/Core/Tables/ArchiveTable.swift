import Documents
public import MarketData
public import Parquet

/// One table of the archive: the columns of a topic's documents, being filled for the next file.
///
/// Topics and tables go one to one, so `book_snapshot` and `book_delta` share the table `book`, and `order` and
/// `order_snapshot` the table `order`: whoever rebuilds a book reads one table in the order of `offset`.
public final class ArchiveTable {
    /// The name in topics and paths, such as `trade`.
    public let name: String
    /// The columns, in the order of the file.
    public let columns: [ParquetColumn]

    private let common = CommonColumns()
    private let own: any TableColumns

    /// The empty table that holds events of `kind`.
    public init(for kind: EventKind) {
        name = kind.topicName
        own =
            switch kind {
            case .trade: TradeTable()
            case .book: BookTable()
            case .order, .orderSnapshot: OrderTable()
            case .quote: QuoteTable()
            case .ticker: TickerTable()
            case .funding: FundingTable()
            case .liquidation: LiquidationTable()
            case .instrument: InstrumentTable()
            case .status: StatusTable()
            case .gap: GapTable()
            case .coverage: CoverageTable()
            }
        columns = common.columns + own.columns
    }

    /// How many rows it holds.
    public var rows: Int { columns[0].count }

    /// Appends an event, which the record at `offset` of `log` carried.
    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch, from log: TopicPartition, at offset: Int64) {
        common.append(entry, of: batch, from: log, at: offset)
        own.append(entry, of: batch)
    }

    /// Forgets the rows and keeps the memory.
    func removeAll() {
        for column in columns { column.removeAll() }
    }
}
