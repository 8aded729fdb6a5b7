import JSON
import MarketData

/// `quote`: Schemas/quote.v1.json. A side that is empty has neither price nor size.
enum QuoteDocument {
    static func write(
        _ quote: Quote, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder, to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"quote\",\"version\":1")
        encoder.writeHeader(quote.header, of: batch, to: &writer)
        if let bid = quote.bid {
            writer.field(",\"bid_price\":", bid.price)
            writer.field(",\"bid_size\":", bid.size)
        }
        if let ask = quote.ask {
            writer.field(",\"ask_price\":", ask.price)
            writer.field(",\"ask_size\":", ask.size)
        }
        writer.field(",\"sequence\":", quote.sequence)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var bidPrice: Decimal?
        var bidSize: Decimal?
        var askPrice: Decimal?
        var askSize: Decimal?
        var sequence: Int64?
        while let key = try fields.next() {
            switch key {
            case "bid_price": bidPrice = try fields.cursor.decimal()
            case "bid_size": bidSize = try fields.cursor.decimal()
            case "ask_price": askPrice = try fields.cursor.decimal()
            case "ask_size": askSize = try fields.cursor.decimal()
            case "sequence": sequence = try fields.cursor.integer()
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Quote(
                header: try decoder.header(fields, into: &batch), bid: try level(bidPrice, bidSize, "bid_size"),
                ask: try level(askPrice, askSize, "ask_size"), sequence: sequence))
    }

    private static func level(
        _ price: Decimal?, _ size: Decimal?, _ sizeField: StaticString
    ) throws(DecodeError) -> Level? {
        guard let price else { return nil }
        return Level(price: price, size: try size.required(sizeField))
    }
}
