package import Documents
public import MarketData
public import Parquet

/// One table of the archive: the columns of a topic's documents, filled for the next file.
///
/// Each topic has one table, so `book_snapshot` and `book_delta` share the table `book`, and `order` and `order_snapshot` share
/// the table `order`. A reader can rebuild a book from one table in the order of `offset`. The columns are the fields that the
/// document types declare.
public final class ArchiveTable {
    /// The name in topics and paths, such as `trade`.
    public let name: String
    /// The version of its documents.
    public let version: Int
    /// The columns, in the order of the file.
    public let columns: [ParquetColumn]

    private let common = CommonColumns()
    /// Where the fields of each type of document go.
    private let forms: [ArchiveForm]

    /// An empty table for events of `kind` and of all kinds with the same name.
    public init(for kind: KindDeclaration) {
        name = kind.name
        version = kind.version
        let types = KindDeclaration.all.filter { $0.name == kind.name }.flatMap(\.fieldLists)
        let own = TableFields(of: types).fields.map { FieldColumn($0) }
        forms = types.map { ArchiveForm(of: $0, in: own) }
        columns = common.columns + own.map(\.column)
    }

    /// The number of rows.
    public var rows: Int { columns[0].count }

    /// Appends an event of the record at `offset` of `log`.
    package func append(
        _ entry: EventBatch.Entry, of batch: borrowing EventBatch, from log: TopicPartition, at offset: Int64
    ) {
        var row = ArchiveRow(forms)
        batch.write(entry, to: &row) { type, header, _ in
            common.append(type, version, header, of: batch, from: log, at: offset)
        }
        row.end()
    }

    /// Appends an event that is in none of the batch's buffers.
    package func append(
        _ event: some DocumentEvent, of batch: borrowing EventBatch, from log: TopicPartition, at offset: Int64
    ) {
        var row = ArchiveRow(forms)
        batch.write(event, to: &row) { type, header, _ in
            common.append(type, version, header, of: batch, from: log, at: offset)
        }
        row.end()
    }

    /// Removes all rows and keeps the memory.
    package func removeAll() {
        for column in columns { column.removeAll() }
    }
}
