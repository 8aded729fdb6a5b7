import JSON
import MarketData

/// `liquidation`: Schemas/liquidation.v1.json.
enum LiquidationDocument {
    static func write(
        _ liquidation: Liquidation, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"liquidation\",\"version\":1")
        encoder.writeHeader(liquidation.header, of: batch, to: &writer)
        writer.field(",\"side\":", liquidation.side)
        writer.field(",\"price\":", liquidation.price)
        writer.field(",\"price_kind\":", liquidation.priceKind)
        writer.field(",\"size\":", liquidation.size)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var side: Liquidation.PositionSide?
        var price: Decimal?
        var priceKind: Liquidation.PriceKind?
        var size: Decimal?
        while let key = try fields.next() {
            switch key {
            case "side": side = try fields.name("side")
            case "price": price = try fields.cursor.decimal()
            case "price_kind": priceKind = try fields.name("price_kind")
            case "size": size = try fields.cursor.decimal()
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Liquidation(
                header: try decoder.header(fields, into: &batch), side: try side.required("side"),
                price: try price.required("price"), priceKind: try priceKind.required("price_kind"),
                size: try size.required("size")))
    }
}
