import JSON
import MarketData
import VenueKit

/// `instrument_info.100ms.{symbol}`, the tickers before v5:
/// https://bybit-exchange.github.io/docs-legacy/futuresV2/inverse/#t-websocketinstrumentinfo
///
///     {"topic":"instrument_info.100ms.BTCUSD","type":"delta","data":{"delete":[],"update":[{"id":1,"symbol":"BTCUSD",
///      "mark_price_e4":299142000,"mark_price":"29914.20"}],"insert":[]},"timestamp_e6":1654161291734100}
///
/// Numbers come as whole multiples of 10⁻⁴, 10⁻⁶ or 10⁻⁸, quoted on linear, in camel case on USDC. Later frames repeat
/// some as plain decimals; the multiples are always there and are what is read.
extension BybitDecoder {
    mutating func decodeInstrumentInfo(
        _ cursor: inout JSONCursor, type: BybitMessageType, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard type == .delta else { return try decodeInstrument(&cursor, type: type, into: &batch) }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "update", "insert":
                var list = try cursor.beginArray()
                while try cursor.nextElement(&list) { try decodeInstrument(&cursor, type: .delta, into: &batch) }
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func decodeInstrument(
        _ cursor: inout JSONCursor, type: BybitMessageType, into batch: inout EventBatch
    ) throws(DecodeError) {
        let symbol = try symbolAhead(cursor, into: &batch)
        guard var state = try initialState(symbol, type: type) else { return try cursor.skipValue() }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "last_price_e4", "lastPriceE4": state.figures.lastPrice = try cursor.scaled(4)
            case "mark_price_e4", "markPriceE4": state.figures.markPrice = try cursor.scaled(4)
            case "index_price_e4", "indexPriceE4": state.figures.indexPrice = try cursor.scaled(4)
            case "high_price_24h_e4", "highPrice24hE4":
                state.figures.high24h = try cursor.descriptive(&batch.descriptive, timesTenToThe: -4)
            case "low_price_24h_e4", "lowPrice24hE4":
                state.figures.low24h = try cursor.descriptive(&batch.descriptive, timesTenToThe: -4)
            case "open_interest":
                state.figures.openInterest = try cursor.descriptive(&batch.descriptive)
            case "open_interest_e8", "openInterestE8":
                state.figures.openInterest = try cursor.descriptive(&batch.descriptive, timesTenToThe: -8)
            case "volume_24h":
                state.figures.volume24h = try cursor.descriptive(&batch.descriptive)
            case "volume_24h_e8", "volume24hE8":
                state.figures.volume24h = try cursor.descriptive(&batch.descriptive, timesTenToThe: -8)
            case "turnover_24h_e8", "turnover24hE8":
                state.figures.turnover24h = try cursor.descriptive(&batch.descriptive, timesTenToThe: -8)
            case "funding_rate_e6", "fundingRateE6":
                state.rates.rate = try cursor.descriptive(&batch.descriptive, timesTenToThe: -6)
            case "predicted_funding_rate_e6", "predictedFundingRateE6":
                state.rates.predictedRate = try cursor.descriptive(&batch.descriptive, timesTenToThe: -6)
            case "next_funding_time", "nextFundingTime": state.rates.nextTime = try cursor.isoTime()
            case "funding_rate_interval":
                state.rates.intervalHours = try cursor.descriptive(&batch.descriptive)
            default: try cursor.skipValue()
            }
        }
        unpublished.append(state)
    }
}

extension JSONCursor {
    /// Reads a whole number, quoted or bare, as a multiple of 10^-`places`.
    fileprivate mutating func scaled(_ places: Int) throws(DecodeError) -> Decimal {
        let value = try integer()
        return Decimal(mantissa: value.magnitude, fractionDigits: places, isNegative: value < 0)
    }
}
