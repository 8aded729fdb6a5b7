public import JSON
public import MarketData

/// `order`: Schemas/order.v1.json.
extension OrderChange: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "order" }

    /// An event without values.
    public static var blanks: [OrderChange] {
        [
            OrderChange(
                header: .blank, rule: .none, sequence: nil, action: .add, orderID: .empty, side: .bid, price: nil,
                size: nil)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("first_sequence", firstSequence)
        sink.field("sequence", sequence)
        sink.field("sequence_rule", rule == SequenceRule(last: sequence) ? nil : rule)
        sink.field("action", action)
        sink.field("order_id", text: orderID, of: batch)
        sink.field("side", side)
        sink.field("price", price)
        sink.field("size", size)
        sink.field("remaining", remaining)
        sink.field("maker_order_id", text: makerOrderID, of: batch)
        sink.field("taker_order_id", text: takerOrderID, of: batch)
        sink.field("reason", word: reason, of: batch)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var firstSequence: Int64?
        var sequence: Int64?
        var rule: SequenceRule?
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
            case "sequence_rule": rule = try fields.name("sequence_rule")
            default: try fields.cursor.skipValue()
            }
        }
        guard !orderID.isEmpty else { throw .missingField("order_id") }
        batch.append(
            OrderChange(
                header: try decoder.header(fields, into: &batch), rule: rule ?? SequenceRule(last: sequence),
                sequence: sequence, action: try action.required("action"), orderID: orderID,
                side: try side.required("side"), price: price, size: size, remaining: remaining, makerOrderID: maker,
                takerOrderID: taker, reason: reason, firstSequence: firstSequence))
    }
}
