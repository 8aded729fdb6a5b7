import Documents
import MarketData
import Parquet

/// Appends the fields of one event to a table's columns.
struct ArchiveRow: FieldSink {
    private let forms: [ArchiveForm]
    private var form: ArchiveForm
    private var position = 0

    /// - Parameter forms: the forms of the table, at least one.
    init(_ forms: [ArchiveForm]) {
        self.forms = forms
        form = forms[0]
    }

    mutating func begin(_ type: DocumentType) {
        if form.type == type { return }
        guard let other = forms.first(where: { $0.type == type }) else {
            preconditionFailure("the table has no documents of type \(type)")
        }
        form = other
    }

    /// Ends the row.
    func end() {
        precondition(position == form.columns.count, "a document of type \(form.type) hands all its fields over")
        for column in form.missing { column.appendNull() }
    }

    private mutating func next() -> FieldColumn {
        defer { position += 1 }
        return form.columns[position]
    }

    private func refuse(_ name: StaticString) -> Never {
        preconditionFailure("\(name) of \(form.type) is not what its column holds")
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

    /// Documents omit empty texts, so the archive stores null for them.
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
