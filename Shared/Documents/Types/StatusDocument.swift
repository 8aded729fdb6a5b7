import JSON
import MarketData

/// `status`: Schemas/status.v1.json.
enum StatusDocument {
    static func write(
        _ status: Status, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder, to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"status\",\"version\":1")
        encoder.writeHeader(status.header, of: batch, to: &writer)
        writer.field(",\"subject\":", status.subject, of: batch)
        writer.field(",\"state\":", status.state, of: batch)
        writer.field(",\"message\":", status.message, of: batch)
        writer.field(",\"severity\":", status.severity)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
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
