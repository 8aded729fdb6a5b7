public import JSON
public import MarketData

/// `instrument`: Schemas/instrument.v1.json.
extension InstrumentDefinition: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { "instrument" }

    /// An event without values.
    public static var blanks: [InstrumentDefinition] {
        [
            InstrumentDefinition(header: .blank, base: .empty, quote: .empty, status: .empty)
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("base", word: base, of: batch)
        sink.field("quote", word: quote, of: batch)
        sink.field("settle", word: settle, of: batch)
        sink.field("tick_size", tickSize)
        sink.field("lot_size", lotSize)
        sink.field("contract_size", contractSize)
        sink.field("contract_unit", word: contractUnit, of: batch)
        sink.field("expiry", expiry)
        sink.field("strike", strike)
        sink.field("option_type", optionType)
        sink.field("status", word: status, of: batch)
        sink.field("listed_ts", listedTime)
        sink.field("maker_fee", makerFee)
        sink.field("taker_fee", takerFee)
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var instrument = InstrumentDefinition(
            header: .blank, base: .empty, quote: .empty, status: .empty)
        while let key = try fields.next() {
            switch key {
            case "base": instrument.base = try fields.text(into: &batch)
            case "quote": instrument.quote = try fields.text(into: &batch)
            case "settle": instrument.settle = try fields.text(into: &batch)
            case "tick_size": instrument.tickSize = try fields.cursor.decimal()
            case "lot_size": instrument.lotSize = try fields.cursor.decimal()
            case "contract_size": instrument.contractSize = try fields.cursor.decimal()
            case "contract_unit": instrument.contractUnit = try fields.text(into: &batch)
            case "expiry": instrument.expiry = Timestamp(nanoseconds: try fields.cursor.integer())
            case "strike": instrument.strike = try fields.cursor.decimal()
            case "option_type": instrument.optionType = try fields.name("option_type")
            case "status": instrument.status = try fields.text(into: &batch)
            case "listed_ts": instrument.listedTime = Timestamp(nanoseconds: try fields.cursor.integer())
            case "maker_fee": instrument.makerFee = try fields.cursor.decimal()
            case "taker_fee": instrument.takerFee = try fields.cursor.decimal()
            default: try fields.cursor.skipValue()
            }
        }
        instrument.header = try decoder.header(fields, into: &batch)
        batch.append(instrument)
    }
}
