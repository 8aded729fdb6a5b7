import JSON
import MarketData

/// `trade`: Schemas/trade.v1.json.
enum TradeDocument {
    static func write(
        _ trade: Trade, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder, to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"trade\",\"version\":1")
        encoder.writeHeader(trade.header, of: batch, to: &writer)
        writer.field(",\"trade_id\":", trade.tradeID, of: batch)
        writer.field(",\"price\":", trade.price)
        writer.field(",\"size\":", trade.size)
        writer.field(",\"side\":", trade.aggressorSide)
        writer.field(",\"sequence\":", trade.sequence)
        writer.field(",\"kind\":", trade.kind)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var tradeID = TextRange.empty
        var price: Decimal?
        var size: Decimal?
        var side: AggressorSide?
        var sequence: Int64?
        var kind: TradeKind?
        while let key = try fields.next() {
            switch key {
            case "trade_id": tradeID = try fields.text(into: &batch)
            case "price": price = try fields.cursor.decimal()
            case "size": size = try fields.cursor.decimal()
            case "side": side = try fields.name("side")
            case "sequence": sequence = try fields.cursor.integer()
            case "kind": kind = try fields.name("kind")
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Trade(
                header: try decoder.header(fields, into: &batch), tradeID: tradeID, price: try price.required("price"),
                size: try size.required("size"), aggressorSide: try side.required("side"), sequence: sequence,
                kind: kind))
    }
}
