public import JSON
public import MarketData

/// `coverage`: Schemas/coverage.v1.json.
extension Coverage: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "coverage" }

    /// An event without values.
    public static var blanks: [Coverage] {
        [
            Coverage(
                header: .blank, channel: .empty, firstSequence: nil, lastSequence: nil, events: 0, duplicates: 0,
                gaps: 0)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("channel", word: channel, of: batch)
        sink.field("first_sequence", firstSequence)
        sink.field("last_sequence", lastSequence)
        sink.field("events", events)
        sink.field("duplicates", duplicates)
        sink.field("gaps", gaps)
        sink.field("sources", text: sources, of: batch)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var channel = TextRange.empty
        var first: Int64?
        var last: Int64?
        var events: Int64?
        var duplicates: Int64?
        var gaps: Int64?
        var sources = TextRange.empty
        while let key = try fields.next() {
            switch key {
            case "channel": channel = try fields.text(into: &batch)
            case "first_sequence": first = try fields.cursor.integer()
            case "last_sequence": last = try fields.cursor.integer()
            case "events": events = try fields.cursor.integer()
            case "duplicates": duplicates = try fields.cursor.integer()
            case "gaps": gaps = try fields.cursor.integer()
            case "sources": sources = try fields.text(into: &batch)
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Coverage(
                header: try decoder.header(fields, into: &batch), channel: channel, firstSequence: first,
                lastSequence: last, events: try events.required("events"),
                duplicates: try duplicates.required("duplicates"), gaps: try gaps.required("gaps"),
                sources: sources))
    }
}
