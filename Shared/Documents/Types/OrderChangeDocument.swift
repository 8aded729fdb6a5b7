import JSON
import MarketData

/// `order`: Schemas/order.v1.json.
enum OrderChangeDocument {
    static func write(
        _ order: OrderChange, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"order\",\"version\":1")
        encoder.writeHeader(order.header, of: batch, to: &writer)
        writer.field(",\"first_sequence\":", order.firstSequence)
        writer.field(",\"sequence\":", order.sequence)
        writer.field(",\"action\":", order.action)
        writer.field(",\"order_id\":", order.orderID, of: batch)
        writer.field(",\"side\":", order.side)
        writer.field(",\"price\":", order.price)
        writer.field(",\"size\":", order.size)
        writer.field(",\"remaining\":", order.remaining)
        writer.field(",\"maker_order_id\":", order.makerOrderID, of: batch)
        writer.field(",\"taker_order_id\":", order.takerOrderID, of: batch)
        writer.field(",\"reason\":", order.reason, of: batch)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var firstSequence: Int64?
        var sequence: Int64?
        var action: OrderChange.Action?
        var orderID = TextRange.empty
        var side: Side?
        var price: Decimal?
        var size: Decimal?
        var remaining: Decimal?
        var maker = TextRange.empty
        var taker = TextRange.empty
        var reason = TextRange.empty
        while let key = try fields.next() {
            switch key {
            case "first_sequence": firstSequence = try fields.cursor.integer()
            case "sequence": sequence = try fields.cursor.integer()
            case "action": action = try fields.name("action")
            case "order_id": orderID = try fields.text(into: &batch)
            case "side": side = try fields.name("side")
            case "price": price = try fields.cursor.decimal()
            case "size": size = try fields.cursor.decimal()
            case "remaining": remaining = try fields.cursor.decimal()
            case "maker_order_id": maker = try fields.text(into: &batch)
            case "taker_order_id": taker = try fields.text(into: &batch)
            case "reason": reason = try fields.text(into: &batch)
            default: try fields.cursor.skipValue()
            }
        }
        guard !orderID.isEmpty else { throw .missingField("order_id") }
        batch.append(
            OrderChange(
                header: try decoder.header(fields, into: &batch), sequence: sequence,
                action: try action.required("action"), orderID: orderID, side: try side.required("side"), price: price,
                size: size, remaining: remaining, makerOrderID: maker, takerOrderID: taker, reason: reason,
                firstSequence: firstSequence))
    }
}
