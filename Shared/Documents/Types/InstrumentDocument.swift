import JSON
import MarketData

/// `instrument`: Schemas/instrument.v1.json.
enum InstrumentDocument {
    static func write(
        _ instrument: InstrumentDefinition, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        writer.raw("{\"type\":\"instrument\",\"version\":1")
        encoder.writeHeader(instrument.header, of: batch, to: &writer)
        writer.field(",\"base\":", instrument.base, of: batch)
        writer.field(",\"quote\":", instrument.quote, of: batch)
        writer.field(",\"settle\":", instrument.settle, of: batch)
        writer.field(",\"tick_size\":", instrument.tickSize)
        writer.field(",\"lot_size\":", instrument.lotSize)
        writer.field(",\"contract_size\":", instrument.contractSize)
        writer.field(",\"contract_unit\":", instrument.contractUnit, of: batch)
        writer.field(",\"expiry\":", instrument.expiry?.nanoseconds)
        writer.field(",\"strike\":", instrument.strike)
        writer.field(",\"option_type\":", instrument.optionType)
        writer.field(",\"status\":", instrument.status, of: batch)
        writer.field(",\"listed_ts\":", instrument.listedTime?.nanoseconds)
        writer.field(",\"maker_fee\":", instrument.makerFee)
        writer.field(",\"taker_fee\":", instrument.takerFee)
    }

    static func read(
        _ fields: inout DocumentFields, into batch: inout EventBatch, by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var instrument = InstrumentDefinition(
            header: EventHeader(symbol: SymbolID(index: 0), eventTime: nil), base: .empty, quote: .empty, status: .empty
        )
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
