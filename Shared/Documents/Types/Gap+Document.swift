public import JSON
public import MarketData

/// `gap`: Schemas/gap.v1.json.
extension Gap: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "gap" }

    /// An event without values.
    public static var blanks: [Gap] {
        [
            Gap(header: .blank, channel: .empty, fromSequence: 0, toSequence: 0, reason: .empty)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("channel", word: channel, of: batch)
        sink.field("from_sequence", fromSequence)
        sink.field("to_sequence", toSequence)
        sink.field("reason", word: reason, of: batch)
        sink.field("resolved_by", word: resolvedBy, of: batch)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var channel = TextRange.empty
        var from: Int64?
        var to: Int64?
        var reason = TextRange.empty
        var resolvedBy = TextRange.empty
        while let key = try fields.next() {
            switch key {
            case "channel": channel = try fields.text(into: &batch)
            case "from_sequence": from = try fields.cursor.integer()
            case "to_sequence": to = try fields.cursor.integer()
            case "reason": reason = try fields.text(into: &batch)
            case "resolved_by": resolvedBy = try fields.text(into: &batch)
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Gap(
                header: try decoder.header(fields, into: &batch), channel: channel,
                fromSequence: try from.required("from_sequence"), toSequence: try to.required("to_sequence"),
                reason: reason, resolvedBy: resolvedBy))
    }
}
