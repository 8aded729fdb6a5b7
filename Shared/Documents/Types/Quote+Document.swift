public import JSON
public import MarketData

/// `quote`: Schemas/quote.v1.json. A side that is empty has neither price nor size.
extension Quote: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "quote" }

    /// An event without values.
    public static var blanks: [Quote] { [Quote(header: .blank, bid: nil, ask: nil)] }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("bid_price", bid?.price)
        sink.field("bid_size", bid?.size)
        sink.field("ask_price", ask?.price)
        sink.field("ask_size", ask?.size)
        sink.field("sequence", sequence)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
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
