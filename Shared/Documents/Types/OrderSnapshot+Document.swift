public import JSON
public import MarketData

/// `order_snapshot`: Schemas/order_snapshot.v1.json. Orders are `["price","size","order_id"]`.
extension OrderSnapshot: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "order_snapshot" }

    /// An event without values.
    public static var blanks: [OrderSnapshot] {
        [
            OrderSnapshot(header: .blank, rule: .none, place: .beside, sequence: nil, bids: .empty, asks: .empty)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("sequence", sequence)
        sink.field("sequence_rule", rule == SequenceRule(last: sequence) ? nil : rule)
        // It is taken by a request, unless it says otherwise.
        sink.field("snapshot_place", place == .beside ? nil : place)
        sink.field("bids", orders: bids, of: batch)
        sink.field("asks", orders: asks, of: batch)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var sequence: Int64?
        var rule: SequenceRule?
        var place = SnapshotPlace.beside
        var bids: IndexRange?
        var asks: IndexRange?
        while let key = try fields.next() {
            switch key {
            case "sequence": sequence = try fields.cursor.integer()
            case "bids": bids = try readOrders(&fields, into: &batch)
            case "asks": asks = try readOrders(&fields, into: &batch)
            case "sequence_rule": rule = try fields.name("sequence_rule")
            case "snapshot_place": place = try fields.name("snapshot_place")
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            OrderSnapshot(
                header: try decoder.header(fields, into: &batch), rule: rule ?? SequenceRule(last: sequence),
                place: place, sequence: sequence, bids: try bids.required("bids"), asks: try asks.required("asks")))
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
