import JSON
import MarketData

/// `funding`: Schemas/funding.v1.json.
enum FundingDocument {
    static func write(
        _ funding: Funding, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"funding\",\"version\":1")
        encoder.writeHeader(funding.header, of: batch, to: &writer)
        writer.field(",\"rate\":", funding.rate)
        writer.field(",\"interval_hours\":", funding.intervalHours)
        writer.field(",\"next_funding_ts\":", funding.nextFundingTime?.nanoseconds)
        writer.field(",\"predicted_rate\":", funding.predictedRate)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var rate: Decimal?
        var interval: Decimal?
        var next: Timestamp?
        var predicted: Decimal?
        while let key = try fields.next() {
            switch key {
            case "rate": rate = try fields.cursor.decimal()
            case "interval_hours": interval = try fields.cursor.decimal()
            case "next_funding_ts": next = Timestamp(nanoseconds: try fields.cursor.integer())
            case "predicted_rate": predicted = try fields.cursor.decimal()
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Funding(
                header: try decoder.header(fields, into: &batch), rate: try rate.required("rate"),
                intervalHours: interval, nextFundingTime: next, predictedRate: predicted))
    }
}
