import JSON
import MarketData
import VenueKit

/// One element of `list` while it is read.
private struct InstrumentFields {
    var symbol: UnsafeBufferPointer<UInt8>?
    var base: UnsafeBufferPointer<UInt8>?
    var quote: UnsafeBufferPointer<UInt8>?
    var settle: UnsafeBufferPointer<UInt8>?
    var status: UnsafeBufferPointer<UInt8>?
    var tickSize: Decimal?
    var lotSize: Decimal?
    var listedTime: Timestamp?
    var deliveryTime: Timestamp?
    var isPerpetual = false
    var optionType: InstrumentDefinition.OptionType?
}

/// REST answers: `{"retCode":0,"retMsg":"OK","result":{…},"time":1735809771618}`.
extension BybitDecoder {
    mutating func decodeAnswer(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) {
        var code: Int64?
        var time: Timestamp?
        var result: JSONCursor?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "retCode": code = try cursor.integer()
            case "time": time = try cursor.milliseconds()
            case "result":
                result = cursor
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let code else { throw .missingField("retCode") }
        guard code == 0 else { throw .inconsistent("the venue refused the request with retCode \(code)") }
        guard var result else { throw .missingField("result") }
        guard context.request.hasPrefix(BybitConnection.instrumentsPath) else {
            throw .unknownChannel(context.request)
        }
        try decodeInstruments(&result, time: time, into: &batch)
    }

    /// `/v5/market/instruments-info`, https://bybit-exchange.github.io/docs/v5/market/instrument
    private mutating func decodeInstruments(
        _ cursor: inout JSONCursor, time: Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) {
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            guard case "list" = key else {
                try cursor.skipValue()
                continue
            }
            try decodeEntries(&cursor, into: &batch) { (decoder, cursor, batch) throws(DecodeError) in
                try decoder.decodeInstrument(&cursor, time: time, into: &batch)
            }
        }
    }

    private func decodeInstrument(
        _ cursor: inout JSONCursor, time: Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = InstrumentFields()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "symbol": fields.symbol = try cursor.simpleString()
            case "baseCoin": fields.base = try cursor.simpleString()
            case "quoteCoin": fields.quote = try cursor.simpleString()
            case "settleCoin": fields.settle = try cursor.descriptiveText()
            case "status": fields.status = try cursor.simpleString()
            case "launchTime": fields.listedTime = try cursor.descriptiveMilliseconds()
            case "deliveryTime": fields.deliveryTime = try cursor.descriptiveMilliseconds()
            case "contractType":
                switch try cursor.descriptive({ (cursor) throws(DecodeError) in try cursor.word() }) {
                case "LinearPerpetual"?, "InversePerpetual"?: fields.isPerpetual = true
                default: break
                }
            case "optionsType":
                switch try cursor.word() {
                case "Call": fields.optionType = .call
                case "Put": fields.optionType = .put
                default: throw .unknownValue(field: "optionsType")
                }
            case "priceFilter", "lotSizeFilter":
                _ = try cursor.descriptive { (cursor) throws(DecodeError) in try readFilter(&cursor, into: &fields) }
            default: try cursor.skipValue()
            }
        }
        try append(fields, time: time, into: &batch)
    }

    /// `priceFilter` and `lotSizeFilter`; spot calls the step of a size `basePrecision`.
    private func readFilter(
        _ cursor: inout JSONCursor, into fields: inout InstrumentFields
    ) throws(DecodeError) {
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "tickSize": fields.tickSize = try cursor.descriptiveDecimal()
            case "qtyStep", "basePrecision": fields.lotSize = try cursor.descriptiveDecimal()
            default: try cursor.skipValue()
            }
        }
    }

    private func append(
        _ fields: InstrumentFields, time: Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let symbol = fields.symbol else { throw .missingField("symbol") }
        guard let base = fields.base else { throw .missingField("baseCoin") }
        guard let quote = fields.quote else { throw .missingField("quoteCoin") }
        guard let status = fields.status else { throw .missingField("status") }
        let id = try intern(symbol, into: &batch)
        var instrument = InstrumentDefinition(
            header: EventHeader(symbol: id, eventTime: time), base: batch.addText(base), quote: batch.addText(quote),
            status: batch.addText(status))
        if let settle = fields.settle { instrument.settle = batch.addText(settle) }
        instrument.tickSize = fields.tickSize
        instrument.lotSize = fields.lotSize
        instrument.listedTime = fields.listedTime
        // Of a perpetual `deliveryTime` is the day on which it is delisted.
        instrument.expiry = fields.isPerpetual ? nil : fields.deliveryTime
        if product == .inverse {
            // Sizes count contracts of one unit of the quote currency; elsewhere they count the base coin.
            instrument.contractSize = Decimal(1)
            instrument.contractUnit = instrument.quote
        }
        instrument.optionType = fields.optionType
        if product == .option { instrument.strike = strike(batch.symbols[id].symbol) }
        batch.append(instrument)
    }

    /// The strike is only in the symbol: `BTC-27MAR26-70000-P-USDT`.
    private func strike(_ symbol: String) -> Decimal? {
        let parts = symbol.split(separator: "-")
        return parts.count >= 4 ? try? Decimal(String(parts[2])) : nil
    }
}
