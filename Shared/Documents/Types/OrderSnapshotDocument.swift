import JSON
import MarketData

/// `order_snapshot`: Schemas/order_snapshot.v1.json. Orders are `["price","size","order_id"]`.
enum OrderSnapshotDocument {
    static func write(
        _ snapshot: OrderSnapshot, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"order_snapshot\",\"version\":1")
        encoder.writeHeader(snapshot.header, of: batch, to: &writer)
        writer.field(",\"sequence\":", snapshot.sequence)
        writer.raw(",\"bids\":")
        writeOrders(snapshot.bids, of: batch, to: &writer)
        writer.raw(",\"asks\":")
        writeOrders(snapshot.asks, of: batch, to: &writer)
    }

    private static func writeOrders(_ range: IndexRange, of batch: borrowing EventBatch, to writer: inout JSONWriter) {
        writer.raw("[")
        for index in range.indices {
            let order = batch.restingOrders[index]
            if index > Int(range.start) { writer.raw(",") }
            writer.raw("[")
            writer.decimal(order.price)
            writer.raw(",")
            writer.decimal(order.size)
            writer.raw(",")
            writer.string(batch.bytes(of: order.orderID))
            writer.raw("]")
        }
        writer.raw("]")
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var sequence: Int64?
        var bids: IndexRange?
        var asks: IndexRange?
        while let key = try fields.next() {
            switch key {
            case "sequence": sequence = try fields.cursor.integer()
            case "bids": bids = try readOrders(&fields, into: &batch)
            case "asks": asks = try readOrders(&fields, into: &batch)
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            OrderSnapshot(
                header: try decoder.header(fields, into: &batch), sequence: sequence, bids: try bids.required("bids"),
                asks: try asks.required("asks")))
    }

    private static func readOrders(
        _ fields: inout DocumentFields, into batch: inout EventBatch
    ) throws(DecodeError) -> IndexRange {
        let start = batch.restingOrders.count
        var list = try fields.cursor.beginArray()
        while try fields.cursor.nextElement(&list) {
            var order = try fields.cursor.beginArray()
            try fields.cursor.requireElement(&order)
            let price = try fields.cursor.decimal()
            try fields.cursor.requireElement(&order)
            let size = try fields.cursor.decimal()
            try fields.cursor.requireElement(&order)
            let orderID = try fields.text(into: &batch)
            try fields.cursor.requireEnd(&order)
            batch.restingOrders.append(RestingOrder(orderID: orderID, price: price, size: size))
        }
        return IndexRange(start: start, count: batch.restingOrders.count - start)
    }
}
