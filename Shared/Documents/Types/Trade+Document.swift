public import JSON
public import MarketData

/// `trade`: Schemas/trade.v1.json.
extension Trade: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "trade" }

    /// An event without values.
    public static var blanks: [Trade] {
        [
            Trade(header: .blank, tradeID: .empty, price: .zero, size: .zero, aggressorSide: .unknown)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("trade_id", text: tradeID, of: batch)
        sink.field("price", price)
        sink.field("size", size)
        sink.field("side", aggressorSide)
        sink.field("sequence", sequence)
        sink.field("kind", kind)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
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
