import JSON
import MarketData

/// `coverage`: Schemas/coverage.v1.json.
enum CoverageDocument {
    static func write(
        _ coverage: Coverage, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"coverage\",\"version\":1")
        encoder.writeHeader(coverage.header, of: batch, to: &writer)
        writer.field(",\"channel\":", coverage.channel, of: batch)
        writer.field(",\"first_sequence\":", coverage.firstSequence)
        writer.field(",\"last_sequence\":", coverage.lastSequence)
        writer.field(",\"events\":", coverage.events)
        writer.field(",\"duplicates\":", coverage.duplicates)
        writer.field(",\"gaps\":", coverage.gaps)
        writer.field(",\"sources\":", coverage.sources, of: batch)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
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
