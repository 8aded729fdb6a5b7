public import JSON
public import MarketData

/// An event with documents: the only place that defines the fields of a document type.
///
/// Encoder, archive tables and checks are derived from `fields`; `read` is its counterpart for JSON, next to it in `Types`. A
/// schema in `Schemas` describes the same for other programs, and a test compares them.
public protocol DocumentEvent: Event {
    /// The type of this event's document.
    var documentType: DocumentType { get }

    /// An event without values for each type of document that there is of it.
    static var blanks: [Self] { get }

    /// Passes the fields to `sink`, in the document's order, without the common fields.
    ///
    /// The set of fields depends only on `documentType`.
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
