import JSON
import MarketData
import VenueKit

/// `tickers.{symbol}`, https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
///
///     {"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"65114.20","bid1Size":"6.054"},
///      "cs":753843907770,"ts":1786310817883}
///
/// "If a response param is not found in the message, then its value has not changed": the frame is merged with what is
/// known and gives a `Ticker`, a `Funding` and a `Quote`, each only when one of its fields changed.
extension BybitDecoder {
    mutating func decodeTicker(
        _ cursor: inout JSONCursor, type: BybitMessageType, into batch: inout EventBatch
    ) throws(DecodeError) {
        let symbol = try symbolAhead(cursor, into: &batch)
        guard var state = try initialState(symbol, type: type) else { return try cursor.skipValue() }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "bid1Price", "bidPrice": state.touch.bidPrice = try cursor.optionalDecimal()
            case "bid1Size", "bidSize": state.touch.bidSize = try cursor.optionalDecimal()
            case "ask1Price", "askPrice": state.touch.askPrice = try cursor.optionalDecimal()
            case "ask1Size", "askSize": state.touch.askSize = try cursor.optionalDecimal()
            case "lastPrice": state.figures.lastPrice = try cursor.optionalDecimal()
            case "markPrice": state.figures.markPrice = try cursor.optionalDecimal()
            case "indexPrice": state.figures.indexPrice = try cursor.optionalDecimal()
            case "openInterest": state.figures.openInterest = try cursor.descriptive(&batch.descriptive)
            case "turnover24h": state.figures.turnover24h = try cursor.descriptive(&batch.descriptive)
            case "volume24h": state.figures.volume24h = try cursor.descriptive(&batch.descriptive)
            case "highPrice24h": state.figures.high24h = try cursor.descriptive(&batch.descriptive)
            case "lowPrice24h": state.figures.low24h = try cursor.descriptive(&batch.descriptive)
            case "fundingRate": state.rates.rate = try cursor.descriptive(&batch.descriptive)
            case "nextFundingTime": state.rates.nextTime = try cursor.optionalMilliseconds()
            case "fundingIntervalHour":
                state.rates.intervalHours = try cursor.descriptive(&batch.descriptive)
            // Spot's `usdIndexPrice` values collateral and is no index of the market: left out with the rest.
            default: try cursor.skipValue()
            }
        }
        unpublished.append(state)
    }

    /// Looks ahead for the symbol whose state the frame changes. It is the first or second field.
    func symbolAhead(_ cursor: JSONCursor, into batch: inout EventBatch) throws(DecodeError) -> SymbolID {
        var ahead = cursor
        var object = try ahead.beginObject()
        while let key = try ahead.nextKey(&object) {
            if case "symbol" = key { return try intern(try ahead.simpleString(), into: &batch) }
            try ahead.skipValue()
        }
        throw .missingField("symbol")
    }

    /// An empty state for a snapshot, the last state for a delta; nil for a delta without a last state, which cannot be
    /// completed.
    func initialState(_ symbol: SymbolID, type: BybitMessageType) throws(DecodeError) -> BybitTickerState? {
        switch type {
        case .snapshot: return BybitTickerState(symbol: symbol)
        case .delta: return tickerPlaces[symbol.index].map { tickers[$0] }
        case .other: throw .unknownValue(field: "type")
        }
    }

    /// Appends the differences from the last state of each symbol in the frame.
    mutating func publishTickers(
        _ envelope: BybitEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        for index in unpublished.indices {
            let symbol = unpublished[index].symbol
            let place = tickerPlaces[symbol.index] ?? tickers.count
            if place == tickers.count {
                tickerPlaces[symbol.index] = place
                tickers.append(BybitTickerState(symbol: symbol))
            }
            let first = batch.count
            publish(index, place, envelope.header(symbol), envelope.crossSequence, into: &batch)
            try check.check(&batch, from: first)
            tickers[place] = unpublished[index]
        }
    }

    /// Appends the differences between an unpublished state and the last one. The states are compared in place, because each
    /// has 400 bytes.
    private func publish(
        _ index: Int, _ place: Int, _ header: EventHeader, _ crossSequence: Int64?, into batch: inout EventBatch
    ) {
        if unpublished[index].figures != tickers[place].figures {
            batch.append(ticker(unpublished[index].figures, header: header))
        }
        if unpublished[index].rates != tickers[place].rates, let rate = unpublished[index].rates.rate {
            let rates = unpublished[index].rates
            batch.append(
                Funding(
                    header: header, rate: rate, intervalHours: rates.intervalHours, nextFundingTime: rates.nextTime,
                    predictedRate: rates.predictedRate))
        }
        if unpublished[index].touch != tickers[place].touch {
            let touch = unpublished[index].touch
            let bid = BybitTickerState.Touch.level(touch.bidPrice, touch.bidSize)
            let ask = BybitTickerState.Touch.level(touch.askPrice, touch.askSize)
            // `cs` uses the same counter as the `seq` of trades, so it orders both quotes and trades.
            batch.append(Quote(header: header, bid: bid, ask: ask, sequence: crossSequence))
        }
    }

    private func ticker(_ figures: BybitTickerState.Figures, header: EventHeader) -> Ticker {
        var ticker = Ticker(header: header, lastPrice: figures.lastPrice)
        ticker.markPrice = figures.markPrice
        ticker.indexPrice = figures.indexPrice
        ticker.openInterest = figures.openInterest
        // Sizes are counted in the base coin, on inverse products in contracts of one dollar.
        ticker.openInterestUnit = figures.openInterest == nil ? nil : product == .inverse ? .contracts : .base
        ticker.volume24h = figures.volume24h
        ticker.turnover24h = figures.turnover24h
        ticker.high24h = figures.high24h
        ticker.low24h = figures.low24h
        return ticker
    }
}

extension JSONCursor {
    /// Reads a moment in milliseconds that may be missing: `null`, `""` and zero answer nil.
    mutating func optionalMilliseconds() throws(DecodeError) -> Timestamp? {
        if try takeNull() { return nil }
        if peek() == UInt8(ascii: "\"") {
            var ahead = self
            if try ahead.simpleString().isEmpty {
                self = ahead
                return nil
            }
        }
        let time = try milliseconds()
        return time.nanoseconds == 0 ? nil : time
    }
}
