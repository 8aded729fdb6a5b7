public import JSON
public import MarketData

/// An event as its documents say it: the one place where the fields of a type of document stand.
///
/// Encoder, tables of the archive and checks are made from `fields`; `read` is its counterpart for JSON, beside it in
/// `Types`. A schema in `Schemas` says the same to other programs, and a test compares them.
public protocol DocumentEvent: Event {
    /// The type of this event's document.
    var documentType: DocumentType { get }

    /// An event without values for each type of document that there is of it.
    static var blanks: [Self] { get }

    /// Hands the fields to `sink`, in the document's order; those that every document has are not among them.
    ///
    /// Which fields it hands over depends on `documentType` alone.
    func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink)

    /// Reads the rest of a document of this type, and appends its event to `batch`.
    static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError)
}

extension EventHeader {
    /// The header of an event without values.
    public static var blank: EventHeader { EventHeader(symbol: SymbolID(index: 0), eventTime: nil) }
}
