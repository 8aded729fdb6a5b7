import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// One fill.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#trade-streams
    /// `{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782136,"m":true,"M":true}`
    ///
    /// Futures send it too, undocumented, with `X` for what made the fill: `MARKET`, `INSURANCE_FUND`, `ADL`, or `NA` with
    /// a price and a size of zero, which is no trade.
    @inline(__always)
    mutating func decodeTrade(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = TradeFields()
        var kind: TradeKind?
        var isTrade = true
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": fields.publishTime = try cursor.milliseconds()
            case "T": fields.eventTime = try cursor.milliseconds()
            case "s": fields.symbol = try cursor.simpleString()
            case "t": fields.id = try cursor.integerText()
            case "p": fields.price = try cursor.decimal()
            case "q": fields.size = try cursor.decimal()
            case "m": fields.buyerIsMaker = try cursor.bool()
            case "X":
                switch try cursor.word() {
                case "MARKET": kind = nil
                case "NA": isTrade = false
                case "INSURANCE_FUND": kind = .insurance
                case "ADL": kind = .adl
                case "LIQUIDATION": kind = .liquidation
                default: throw .unknownValue(field: "X")
                }
            default: try cursor.skipValue()
            }
        }
        guard isTrade else { return }
        guard let id = fields.id else { throw Self.missing("t") }
        try append(fields, id: batch.addText(id), kind: kind, to: &batch)
    }

    /// The fills of one taker order at one price.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#aggregate-trade-streams
    /// USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Aggregate-Trade-Streams
    /// `{"e":"aggTrade","E":123456789,"s":"BTCUSDT","a":5933014,"p":"0.001","q":"100","f":100,"l":105,"T":123456785,"m":true}`
    ///
    /// Its id `a` counts aggregates, not fills, so it is written `a:5933014` and never meets a fill's id.
    @inline(__always)
    mutating func decodeAggregateTrade(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = TradeFields()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": fields.publishTime = try cursor.milliseconds()
            case "T": fields.eventTime = try cursor.milliseconds()
            case "s": fields.symbol = try cursor.simpleString()
            case "a": fields.id = try cursor.integerText()
            case "p": fields.price = try cursor.decimal()
            case "q": fields.size = try cursor.decimal()
            case "m": fields.buyerIsMaker = try cursor.bool()
            default: try cursor.skipValue()
            }
        }
        guard let id = fields.id else { throw Self.missing("a") }
        let offset = batch.text.count
        batch.text.append(UInt8(ascii: "a"))
        batch.text.append(UInt8(ascii: ":"))
        let digits = batch.addText(id)
        let range = TextRange(offset: Int32(truncatingIfNeeded: offset), count: digits.count &+ 2)
        try append(fields, id: range, kind: nil, to: &batch)
    }

    /// What both kinds of trade carry.
    struct TradeFields {
        var symbol: UnsafeBufferPointer<UInt8>?
        var eventTime: Timestamp?
        var publishTime: Timestamp?
        var id: UnsafeBufferPointer<UInt8>?
        var price: Decimal?
        var size: Decimal?
        var buyerIsMaker: Bool?
    }

    @inline(__always)
    private mutating func append(
        _ fields: TradeFields, id: TextRange, kind: TradeKind?, to batch: inout EventBatch
    ) throws(DecodeError) {
        let symbol = try symbol(fields.symbol, in: &batch)
        guard let price = fields.price else { throw Self.missing("p") }
        guard let size = fields.size else { throw Self.missing("q") }
        guard let buyerIsMaker = fields.buyerIsMaker else { throw Self.missing("m") }
        guard let time = fields.eventTime else { throw Self.missing("T") }
        batch.append(
            Trade(
                header: EventHeader(symbol: symbol, eventTime: time, publishTime: fields.publishTime), tradeID: id,
                price: price, size: size, aggressorSide: buyerIsMaker ? .sell : .buy, kind: kind))
    }
}
