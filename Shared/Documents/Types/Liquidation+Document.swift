public import JSON
public import MarketData

/// `liquidation`: Schemas/liquidation.v1.json.
extension Liquidation: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "liquidation" }

    /// An event without values.
    public static var blanks: [Liquidation] {
        [
            Liquidation(header: .blank, side: .long, price: .zero, priceKind: .fill, size: .zero)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("side", side)
        sink.field("price", price)
        sink.field("price_kind", priceKind)
        sink.field("size", size)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
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
