public import MarketData

/// Receives the fields of an event one by one, in the document's order: JSON, a row of the archive, a list, a check.
///
/// A field has one name, in documents and in the archive. A field that may be absent has an optional value; a text is absent if
/// it is empty.
public protocol FieldSink: ~Copyable {
    /// Takes the type of the document in, before anything else.
    mutating func begin(_ type: DocumentType)
    /// Takes an exact number in.
    mutating func field(_ name: StaticString, _ value: Decimal)
    /// Takes an exact number in, where there is one.
    mutating func field(_ name: StaticString, _ value: Decimal?)
    /// Takes a whole number in.
    mutating func field(_ name: StaticString, _ value: Int64)
    /// Takes a whole number in, where there is one.
    mutating func field(_ name: StaticString, _ value: Int64?)
    /// Takes a small whole number in, of which there are few different ones.
    mutating func field(_ name: StaticString, _ value: Int32)
    /// Takes a small whole number in, where there is one.
    mutating func field(_ name: StaticString, _ value: Int32?)
    /// Takes a moment in, where there is one.
    mutating func field(_ name: StaticString, _ value: Timestamp?)
    /// Takes one of an enumeration's names in.
    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value)
    /// Takes one of an enumeration's names in, where there is one.
    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value?)
    /// Takes a text in of which there are few different ones: a word, a currency, a reason.
    mutating func field(_ name: StaticString, word: TextRange, of batch: borrowing EventBatch)
    /// Takes a text in of which there are many: an id, a message.
    mutating func field(_ name: StaticString, text: TextRange, of batch: borrowing EventBatch)
    /// Takes one side of a level-2 book in.
    mutating func field(_ name: StaticString, levels: IndexRange, of batch: borrowing EventBatch)
    /// Takes one side of a level-3 book in.
    mutating func field(_ name: StaticString, orders: IndexRange, of batch: borrowing EventBatch)
}
