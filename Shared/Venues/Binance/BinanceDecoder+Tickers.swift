import JSON
import MarketData
import VenueKit

// A futures ticker comes in three parts: `24hrTicker`, `markPriceUpdate` and open interest by REST. Each part is kept
// for the session and the whole goes out whenever one of them changes, from the first `24hrTicker` on.
// Spot has one part.

extension BinanceDecoder {
    /// The statistics of the last 24 hours; the mini ticker has the same letters and fewer fields.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#individual-symbol-ticker-streams
    /// USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Individual-Symbol-Ticker-Streams
    /// `{"e":"24hrTicker","E":123456789,"s":"BTCUSDT","c":"0.0025","h":"0.0025","l":"0.0010","v":"10000","q":"18",…}`
    mutating func decodeTicker(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var last: Decimal?
        var high: Decimal?
        var low: Decimal?
        var volume: Decimal?
        var turnover: Decimal?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": time = try cursor.milliseconds()
            case "s": symbolBytes = try cursor.simpleString()
            case "c": last = try cursor.decimal()
            case "h": high = try cursor.descriptive(&batch.descriptive)
            case "l": low = try cursor.descriptive(&batch.descriptive)
            case "v": volume = try cursor.descriptive(&batch.descriptive)
            case "q": turnover = try cursor.descriptive(&batch.descriptive)
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, in: &batch)
        guard let last else { throw Self.missing("c") }
        var ticker = Ticker(header: EventHeader(symbol: symbol, eventTime: time), lastPrice: last)
        ticker.high24h = high
        ticker.low24h = low
        ticker.volume24h = volume
        ticker.turnover24h = turnover
        guard product != .spot else {
            batch.append(ticker)
            return
        }
        merge(ticker.header, into: &batch) { $0.day = ticker }
    }

    /// Mark price, index price and, of a perpetual, the funding rate.
    ///
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Mark-Price-Stream
    /// `{"e":"markPriceUpdate","E":1562305380000,"s":"BTCUSDT","p":"11794.15","i":"11784.62","P":"11784.25","r":"0.00038167","T":1562306400000}`
    ///
    /// A delivery contract has a rate of `""` (COIN-M) or zero (USD-M) and 0 for `T`, the time of the next payment.
    mutating func decodeMarkPrice(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var mark: Decimal?
        var index: Decimal?
        var rate: Decimal?
        var nextFunding: Timestamp?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": time = try cursor.milliseconds()
            case "s": symbolBytes = try cursor.simpleString()
            case "p": mark = try cursor.decimal()
            case "i": index = try cursor.optionalDecimal()
            case "r": rate = try cursor.descriptive(&batch.descriptive)
            case "T": nextFunding = try cursor.milliseconds()
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, in: &batch)
        guard let mark else { throw Self.missing("p") }
        let header = EventHeader(symbol: symbol, eventTime: time)
        if let rate, let nextFunding, nextFunding.nanoseconds > 0 {
            batch.append(Funding(header: header, rate: rate, nextFundingTime: nextFunding))
        }
        merge(header, into: &batch) {
            $0.markPrice = mark
            if let index { $0.indexPrice = index }
        }
    }

    /// Open interest: USD-M counts the base currency, COIN-M contracts.
    ///
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest
    /// `{"openInterest":"10659.509","symbol":"BTCUSDT","time":1589437530011}`
    mutating func decodeOpenInterest(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var openInterest: Decimal?
        var isTold = false
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "openInterest":
                openInterest = try cursor.descriptive(&batch.descriptive)
                isTold = true
            case "symbol": symbolBytes = try cursor.simpleString()
            case "time": time = try cursor.milliseconds()
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, field: "symbol", in: &batch)
        guard isTold else { throw Self.missing("openInterest") }
        merge(EventHeader(symbol: symbol, eventTime: time), into: &batch) { $0.openInterest = openInterest }
    }

    /// Keeps a part of a ticker and appends the whole.
    ///
    /// The state is taken out and put back whole: changed in its place, it would cost three heap requests a frame.
    private mutating func merge(
        _ header: EventHeader, into batch: inout EventBatch, _ change: (inout BinanceTickerState) -> Void
    ) {
        var state = tickers[header.symbol] ?? BinanceTickerState()
        change(&state)
        tickers[header.symbol] = state
        let unit: Ticker.Unit = product == .inverse ? .contracts : .base
        if let ticker = state.merged(header: header, unit: unit) { batch.append(ticker) }
    }
}
