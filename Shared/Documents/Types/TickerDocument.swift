import JSON
import MarketData

/// `ticker`: Schemas/ticker.v1.json.
enum TickerDocument {
    static func write(
        _ ticker: Ticker, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder, to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"ticker\",\"version\":1")
        encoder.writeHeader(ticker.header, of: batch, to: &writer)
        writer.field(",\"last_price\":", ticker.lastPrice)
        writer.field(",\"mark_price\":", ticker.markPrice)
        writer.field(",\"index_price\":", ticker.indexPrice)
        writer.field(",\"open_interest\":", ticker.openInterest)
        writer.field(",\"open_interest_unit\":", ticker.openInterestUnit)
        writer.field(",\"volume_24h\":", ticker.volume24h)
        writer.field(",\"turnover_24h\":", ticker.turnover24h)
        writer.field(",\"high_24h\":", ticker.high24h)
        writer.field(",\"low_24h\":", ticker.low24h)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var ticker = Ticker(header: EventHeader(symbol: SymbolID(index: 0), eventTime: nil))
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
