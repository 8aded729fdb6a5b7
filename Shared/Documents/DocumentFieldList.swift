public import MarketData

/// The fields of a type of document, collected from an event without values.
public struct DocumentFieldList: FieldSink {
    /// The type.
    public private(set) var type: DocumentType
    /// Its fields, in the document's order; those that every document has are not among them.
    public private(set) var fields: [DocumentField] = []

    /// Collects what an event hands over.
    public init(of event: some DocumentEvent) {
        type = event.documentType
        EventBatch().write(event, to: &self) { _, _, _ in }
    }

    /// Stores the type.
    public mutating func begin(_ type: DocumentType) { self.type = type }

    private mutating func add(_ name: StaticString, _ form: DocumentField.Form, isOptional: Bool) {
        fields.append(DocumentField(name: name.description, form: form, isOptional: isOptional))
    }

    private static func names<Value: DocumentName>(of type: Value.Type) -> DocumentField.Form {
        .name(type.allCases.map(\.documentName.description))
    }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Decimal) { add(name, .decimal, isOptional: false) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Decimal?) { add(name, .decimal, isOptional: true) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Int64) { add(name, .integer, isOptional: false) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Int64?) { add(name, .integer, isOptional: true) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Int32) { add(name, .smallInteger, isOptional: false) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Int32?) { add(name, .smallInteger, isOptional: true) }

    /// Collects a field.
    public mutating func field(_ name: StaticString, _ value: Timestamp?) { add(name, .time, isOptional: true) }

    /// Collects a field.
    public mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value) {
        add(name, Self.names(of: Value.self), isOptional: false)
    }

    /// Collects a field.
    public mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value?) {
        add(name, Self.names(of: Value.self), isOptional: true)
    }

    /// Collects a field.
    public mutating func field(_ name: StaticString, word: TextRange, of batch: borrowing EventBatch) {
        add(name, .word, isOptional: true)
    }

    /// Collects a field.
    public mutating func field(_ name: StaticString, text: TextRange, of batch: borrowing EventBatch) {
        add(name, .text, isOptional: true)
    }

    /// Collects a field.
    public mutating func field(_ name: StaticString, levels: IndexRange, of batch: borrowing EventBatch) {
        add(name, .levels, isOptional: false)
    }

    /// Collects a field.
    public mutating func field(_ name: StaticString, orders: IndexRange, of batch: borrowing EventBatch) {
        add(name, .orders, isOptional: false)
    }
}
