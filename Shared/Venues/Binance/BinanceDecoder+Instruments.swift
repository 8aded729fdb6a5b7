import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// The answer of exchangeInfo of any of the three markets.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints#exchange-information
    /// USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Exchange-Information
    /// COIN-M: https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api/Exchange-Information
    mutating func decodeExchangeInfo(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var list: JSONCursor?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "serverTime": time = try cursor.milliseconds()
            case "symbols":
                list = cursor
                // The time usually stands before the symbols; then they need not be walked twice.
                if time != nil {
                    try decodeSymbols(&cursor, time: time, into: &batch)
                    list = nil
                } else {
                    try cursor.skipValue()
                }
            default: try cursor.skipValue()
            }
        }
        if var list { try decodeSymbols(&list, time: time, into: &batch) }
    }

    private mutating func decodeSymbols(
        _ cursor: inout JSONCursor, time: Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) {
        try decodeEntries(&cursor, into: &batch) { (decoder, cursor, batch) throws(DecodeError) in
            try decoder.decodeSymbol(&cursor, time: time, into: &batch)
        }
    }

    private struct SymbolFields {
        var symbol: UnsafeBufferPointer<UInt8>?
        var base: UnsafeBufferPointer<UInt8>?
        var quote: UnsafeBufferPointer<UInt8>?
        var settle: UnsafeBufferPointer<UInt8>?
        var status: UnsafeBufferPointer<UInt8>?
        var contractSize: Decimal?
        var delivery: Timestamp?
        var listed: Timestamp?
        var isPerpetual = false
        var tickSize: Decimal?
        var lotSize: Decimal?
    }

    private mutating func decodeSymbol(
        _ cursor: inout JSONCursor, time: Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = SymbolFields()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "symbol": fields.symbol = try cursor.simpleString()
            case "baseAsset": fields.base = try cursor.simpleString()
            case "quoteAsset": fields.quote = try cursor.simpleString()
            case "marginAsset": fields.settle = try cursor.descriptiveText()
            case "status", "contractStatus": fields.status = try cursor.simpleString()
            case "contractSize": fields.contractSize = try cursor.descriptiveDecimal()
            case "deliveryDate": fields.delivery = try cursor.descriptiveMilliseconds()
            case "onboardDate": fields.listed = try cursor.descriptiveMilliseconds()
            case "contractType":
                // `PERPETUAL`, and `TRADIFI_PERPETUAL` for contracts on stocks and metals.
                guard let type = try cursor.descriptiveText() else { continue }
                fields.isPerpetual = String(decoding: type, as: UTF8.self).hasSuffix("PERPETUAL")
            case "filters":
                _ = try cursor.descriptive { (cursor) throws(DecodeError) in
                    try Self.readFilters(&cursor, into: &fields)
                }
            default: try cursor.skipValue()
            }
        }
        try append(fields, time: time, to: &batch)
    }

    private mutating func append(
        _ fields: SymbolFields, time: Timestamp?, to batch: inout EventBatch
    ) throws(DecodeError) {
        let symbol = try symbol(fields.symbol, field: "symbol", in: &batch)
        guard let base = fields.base else { throw Self.missing("baseAsset") }
        guard let quote = fields.quote else { throw Self.missing("quoteAsset") }
        guard let status = fields.status else { throw Self.missing("status") }
        var definition = InstrumentDefinition(
            header: EventHeader(symbol: symbol, eventTime: time), base: batch.addText(base),
            quote: batch.addText(quote), status: batch.addText(status))
        if let settle = fields.settle { definition.settle = batch.addText(settle) }
        definition.tickSize = fields.tickSize
        definition.lotSize = fields.lotSize
        if let size = fields.contractSize {
            // COIN-M: one contract is worth 100 or 10 of the quote currency.
            definition.contractSize = size
            definition.contractUnit = definition.quote
        }
        // A perpetual's delivery date is 2100-12-25.
        definition.expiry = fields.isPerpetual ? nil : fields.delivery
        definition.listedTime = fields.listed
        batch.append(definition)
    }

    private static func readFilters(
        _ cursor: inout JSONCursor, into fields: inout SymbolFields
    ) throws(DecodeError) {
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var type: JSONKey?
            var tickSize: Decimal?
            var stepSize: Decimal?
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                switch key {
                case "filterType": type = try cursor.word()
                case "tickSize": tickSize = try cursor.descriptiveDecimal()
                case "stepSize": stepSize = try cursor.descriptiveDecimal()
                default: try cursor.skipValue()
                }
            }
            guard let type else { continue }
            // MARKET_LOT_SIZE has a step too, of market orders only.
            if "PRICE_FILTER" ~= type { fields.tickSize = tickSize }
            if "LOT_SIZE" ~= type { fields.lotSize = stepSize }
        }
    }
}
