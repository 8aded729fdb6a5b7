import JSON
import MarketData

/// `gap`: Schemas/gap.v1.json.
enum GapDocument {
    static func write(
        _ gap: Gap, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder, to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"gap\",\"version\":1")
        encoder.writeHeader(gap.header, of: batch, to: &writer)
        writer.field(",\"channel\":", gap.channel, of: batch)
        writer.field(",\"from_sequence\":", gap.fromSequence)
        writer.field(",\"to_sequence\":", gap.toSequence)
        writer.field(",\"reason\":", gap.reason, of: batch)
        writer.field(",\"resolved_by\":", gap.resolvedBy, of: batch)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
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
