public import JSON
public import MarketData

/// `status`: Schemas/status.v1.json.
extension Status: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "status" }

    /// An event without values.
    public static var blanks: [Status] { [Status(header: .blank, subject: .empty, state: .empty)] }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("subject", word: subject, of: batch)
        sink.field("state", word: state, of: batch)
        sink.field("message", text: message, of: batch)
        sink.field("severity", severity)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var subject = TextRange.empty
        var state = TextRange.empty
        var message = TextRange.empty
        var severity: Status.Severity?
        while let key = try fields.next() {
            switch key {
            case "subject": subject = try fields.text(into: &batch)
            case "state": state = try fields.text(into: &batch)
            case "message": message = try fields.text(into: &batch)
            case "severity": severity = try fields.name("severity")
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Status(
                header: try decoder.header(fields, into: &batch), subject: subject, state: state, message: message,
                severity: try severity.required("severity")))
    }
}
