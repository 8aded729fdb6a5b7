public import JSON
public import MarketData

/// `funding`: Schemas/funding.v1.json.
extension Funding: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "funding" }

    /// An event without values.
    public static var blanks: [Funding] { [Funding(header: .blank, rate: .zero)] }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("rate", rate)
        sink.field("interval_hours", intervalHours)
        sink.field("next_funding_ts", nextFundingTime)
        sink.field("predicted_rate", predictedRate)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
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
