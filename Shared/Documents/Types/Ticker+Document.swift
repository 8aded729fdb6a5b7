public import JSON
public import MarketData

/// `ticker`: Schemas/ticker.v1.json.
extension Ticker: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "ticker" }

    /// An event without values.
    public static var blanks: [Ticker] { [Ticker(header: .blank)] }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("last_price", lastPrice)
        sink.field("mark_price", markPrice)
        sink.field("index_price", indexPrice)
        sink.field("open_interest", openInterest)
        sink.field("open_interest_unit", openInterestUnit)
        sink.field("volume_24h", volume24h)
        sink.field("turnover_24h", turnover24h)
        sink.field("high_24h", high24h)
        sink.field("low_24h", low24h)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var ticker = Ticker(header: .blank)
        while let key = try fields.next() {
            switch key {
            case "last_price": ticker.lastPrice = try fields.cursor.decimal()
            case "mark_price": ticker.markPrice = try fields.cursor.decimal()
            case "index_price": ticker.indexPrice = try fields.cursor.decimal()
            case "open_interest": ticker.openInterest = try fields.cursor.decimal()
            case "open_interest_unit": ticker.openInterestUnit = try fields.name("open_interest_unit")
            case "volume_24h": ticker.volume24h = try fields.cursor.decimal()
            case "turnover_24h": ticker.turnover24h = try fields.cursor.decimal()
            case "high_24h": ticker.high24h = try fields.cursor.decimal()
            case "low_24h": ticker.low24h = try fields.cursor.decimal()
            default: try fields.cursor.skipValue()
            }
        }
        ticker.header = try decoder.header(fields, into: &batch)
        batch.append(ticker)
    }
}
