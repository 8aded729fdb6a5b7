import JSON
import MarketData
import VenueKit

extension DeribitDecoder {
    /// Decodes one instrument of public/get_instruments or public/get_instrument.
    ///
    /// https://docs.deribit.com/api-reference/market-data/public-get_instruments
    /// `{"tick_size":0.5,"taker_commission":0.0005,"settlement_period":"perpetual","quote_currency":"USD","min_trade_amount":10.0,"maker_commission":0.0,"kind":"future","is_active":true,"instrument_name":"BTC-PERPETUAL","expiration_timestamp":32503708800000,"creation_timestamp":1534167754000,"contract_size":10.0,"base_currency":"BTC"}`
    ///
    /// Sizes are amounts, not contracts: US dollars for inverse futures and the base currency elsewhere. So one unit of size is
    /// 1 of that currency, regardless of `contract_size`, which only limits order sizes.
    mutating func decodeInstrument(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        let fields = try Self.readInstrument(&cursor)
        let symbol = try symbol(fields.name, in: &batch)
        let product = product(of: symbol, in: batch)
        guard let base = fields.base else { throw Self.missing("base_currency") }
        guard let quote = fields.quote ?? fields.counter else { throw Self.missing("quote_currency") }
        let status: TextRange
        if let state = fields.state {
            status = batch.addText(state)
        } else {
            guard let isActive = fields.isActive else { throw Self.missing("is_active") }
            status = batch.addText(isActive ? "active" : "inactive")
        }
        var definition = InstrumentDefinition(
            header: EventHeader(symbol: symbol, eventTime: nil), base: batch.addText(base),
            quote: batch.addText(quote), status: status)
        if let settle = fields.settle { definition.settle = batch.addText(settle) }
        definition.tickSize = fields.tickSize
        definition.lotSize = fields.lotSize
        if product != .spot {
            definition.contractSize = Decimal(1)
            definition.contractUnit = product == .inverse ? definition.quote : definition.base
        }
        definition.expiry = fields.isPerpetual || product == .spot ? nil : fields.expiry
        definition.listedTime = fields.listed
        definition.strike = fields.strike
        definition.optionType = fields.optionType
        definition.makerFee = fields.makerFee
        definition.takerFee = fields.takerFee
        batch.append(definition)
    }

    private struct InstrumentFields {
        var name: UnsafeBufferPointer<UInt8>?
        var base: UnsafeBufferPointer<UInt8>?
        var quote: UnsafeBufferPointer<UInt8>?
        var counter: UnsafeBufferPointer<UInt8>?
        var settle: UnsafeBufferPointer<UInt8>?
        var state: UnsafeBufferPointer<UInt8>?
        var isActive: Bool?
        var isPerpetual = false
        var tickSize: Decimal?
        var lotSize: Decimal?
        var expiry: Timestamp?
        var listed: Timestamp?
        var strike: Decimal?
        var optionType: InstrumentDefinition.OptionType?
        var kind: Kind?
        var hasUnknownOptionType = false
        var makerFee: Decimal?
        var takerFee: Decimal?
    }

    private static func readInstrument(_ cursor: inout JSONCursor) throws(DecodeError) -> InstrumentFields {
        var fields = InstrumentFields()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "instrument_name": fields.name = try cursor.simpleString()
            case "base_currency": fields.base = try cursor.simpleString()
            case "quote_currency": fields.quote = try cursor.simpleString()
            case "counter_currency": fields.counter = try cursor.simpleString()
            case "settlement_currency": fields.settle = try cursor.descriptiveText()
            case "state": fields.state = try cursor.simpleString()
            case "is_active": fields.isActive = try cursor.bool()
            case "kind": fields.kind = try Kind(cursor.word())
            case "settlement_period":
                let period = try cursor.descriptive { (cursor) throws(DecodeError) in try cursor.word() }
                fields.isPerpetual = period.map { "perpetual" ~= $0 } ?? false
            case "tick_size": fields.tickSize = try cursor.descriptiveDecimal()
            case "min_trade_amount": fields.lotSize = try cursor.descriptiveDecimal()
            // For a perpetual it is in the year 3000, beyond a Timestamp.
            case "expiration_timestamp": fields.expiry = try cursor.descriptiveMilliseconds()
            case "creation_timestamp": fields.listed = try cursor.descriptiveMilliseconds()
            case "strike": fields.strike = try cursor.descriptiveDecimal()
            case "option_type":
                switch try cursor.descriptive({ (cursor) throws(DecodeError) in try cursor.word() }) {
                case "call"?: fields.optionType = .call
                case "put"?: fields.optionType = .put
                default: fields.hasUnknownOptionType = true
                }
            case "maker_commission": fields.makerFee = try cursor.descriptiveDecimal()
            case "taker_commission": fields.takerFee = try cursor.descriptiveDecimal()
            default: try cursor.skipValue()
            }
        }
        // Instruments other than options may have a value such as `not_applicable`.
        if fields.hasUnknownOptionType, fields.kind == .option { throw .unknownValue(field: "option_type") }
        return fields
    }

    /// Whether an instrument is an option: https://docs.deribit.com/api-reference/market-data/public-get_instruments. An
    /// unknown kind is refused, because its unit of sizes would be unknown.
    private enum Kind {
        case option
        case other

        init(_ word: JSONKey) throws(DecodeError) {
            switch word {
            case "option": self = .option
            case "future", "spot", "future_combo", "option_combo": self = .other
            default: throw .unknownValue(field: "kind")
            }
        }
    }
}
