import Documents
import MarketData
import Parquet

/// Appends the fields of one type of document to a table's columns, one event at a time.
///
/// A type always hands the same fields over in the same order, so the n-th goes to a column that is known beforehand.
struct ArchiveRow: FieldSink {
    let type: DocumentType
    /// The columns in the order of the fields.
    private let columns: [FieldColumn]
    /// The table's columns for which the type has no field.
    private let missing: [ParquetColumn]
    private var position = 0

    /// - Parameter table: the table's columns.
    init(of list: DocumentFieldList, in table: [FieldColumn]) {
        type = list.type
        columns = list.fields.compactMap { field in table.first { $0.column.field.name == field.name } }
        missing = table.map(\.column).filter { column in !list.fields.contains { $0.name == column.field.name } }
    }

    /// Ends the row.
    func end() {
        precondition(position == columns.count, "a document of type \(type) hands its fields over each time")
        for column in missing { column.appendNull() }
    }

    private mutating func next() -> FieldColumn {
        defer { position += 1 }
        return columns[position]
    }

    private func refuse(_ name: StaticString) -> Never {
        preconditionFailure("\(name) of \(type) is not what its column holds")
    }

    mutating func field(_ name: StaticString, _ value: Decimal) {
        guard case .decimal(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Decimal?) {
        guard case .decimal(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Int64) {
        guard case .integer(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Int64?) {
        guard case .integer(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Int32) {
        guard case .smallInteger(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Int32?) {
        guard case .smallInteger(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field(_ name: StaticString, _ value: Timestamp?) {
        guard case .time(let column) = next() else { refuse(name) }
        column.append(value)
    }

    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value) {
        guard case .text(let column) = next() else { refuse(name) }
        column.append(value.documentName)
    }

    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value?) {
        guard case .text(let column) = next() else { refuse(name) }
        if let value { column.append(value.documentName) } else { column.appendNull() }
    }

    mutating func field(_ name: StaticString, word: TextRange, of batch: borrowing EventBatch) {
        field(name, text: word, of: batch)
    }

    /// Documents leave out texts that are empty, so the archive has null for them.
    mutating func field(_ name: StaticString, text: TextRange, of batch: borrowing EventBatch) {
        guard case .text(let column) = next() else { refuse(name) }
        if text.isEmpty { column.appendNull() } else { column.append(batch.bytes(of: text)) }
    }

    mutating func field(_ name: StaticString, levels: IndexRange, of batch: borrowing EventBatch) {
        guard case .levels(let column) = next() else { refuse(name) }
        column.append(levels, of: batch)
    }

    mutating func field(_ name: StaticString, orders: IndexRange, of batch: borrowing EventBatch) {
        guard case .orders(let column) = next() else { refuse(name) }
        column.append(orders, of: batch)
    }
}
