import JSON
import MarketData
import VenueKit

extension DeribitDecoder {
    /// Decodes the state of an instrument: a ticker, a quote and, for a perpetual, a funding rate.
    ///
    /// https://docs.deribit.com/subscriptions/market-data/tickerinstrument_nameinterval
    /// `{"timestamp":1623060194301,"stats":{"volume_usd":284061480.0,"volume":7871.02139035,"price_change":0.7229,"low":35213.5,"high":36824.5},"state":"open","open_interest":502097590,"mark_price":36446.51,"last_price":36457.5,"instrument_name":"BTC-PERPETUAL","index_price":36441.64,"funding_8h":0.00002203,"current_funding":0.0,"best_bid_price":36442.5,"best_bid_amount":5000.0,"best_ask_price":36443.0,"best_ask_amount":100.0}`
    mutating func decodeTicker(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var instrument: UnsafeBufferPointer<UInt8>?
        var ticker = Ticker(header: EventHeader(symbol: SymbolID(index: 0), eventTime: nil))
        var stats = DeribitStatistics()
        var top = TopOfBook()
        var funding8h: Decimal?
        var currentFunding: Decimal?
        var object = try cursor.beginObject(in: &tickerOrder)
        while let field = try cursor.nextField(&object, in: &tickerOrder) {
            switch field {
            case .timestamp: time = try cursor.milliseconds()
            case .instrument: instrument = try cursor.simpleString()
            case .stats:
                stats = try DeribitStatistics(reading: &cursor, in: &statisticsOrder, &batch.descriptive)
            case .openInterest: ticker.openInterest = try cursor.descriptive(&batch.descriptive)
            case .markPrice: ticker.markPrice = try cursor.optionalDecimal()
            case .lastPrice: ticker.lastPrice = try cursor.optionalDecimal()
            case .indexPrice: ticker.indexPrice = try cursor.optionalDecimal()
            case .bidPrice: top.bidPrice = try cursor.optionalDecimal()
            case .bidSize: top.bidSize = try cursor.optionalDecimal()
            case .askPrice: top.askPrice = try cursor.optionalDecimal()
            case .askSize: top.askSize = try cursor.optionalDecimal()
            case .funding8h: funding8h = try cursor.descriptive(&batch.descriptive)
            case .currentFunding: currentFunding = try cursor.descriptive(&batch.descriptive)
            case .other: try cursor.skipValue()
            }
        }
        let symbol = try symbol(instrument, in: &batch)
        guard let time else { throw Self.missing("timestamp") }
        let header = EventHeader(symbol: symbol, eventTime: time)
        ticker.header = header
        stats.fill(&ticker, product: product(of: symbol, in: batch))
        batch.append(ticker)
        if let rate = currentFunding ?? funding8h {
            // It is paid continuously and quoted for eight hours: there is no next payment.
            batch.append(Funding(header: header, rate: rate, intervalHours: Decimal(8)))
        }
        batch.append(top.quote(header: header))
    }

    /// Decodes the best bid and ask, sent on every change.
    ///
    /// https://docs.deribit.com/subscriptions/market-data/quoteinstrument_name
    /// `{"timestamp":1550658624149,"instrument_name":"BTC-PERPETUAL","best_bid_price":3914.97,"best_bid_amount":40,"best_ask_price":3996.61,"best_ask_amount":50}`
    mutating func decodeQuote(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var instrument: UnsafeBufferPointer<UInt8>?
        var top = TopOfBook()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "timestamp": time = try cursor.milliseconds()
            case "instrument_name": instrument = try cursor.simpleString()
            case "best_bid_price": top.bidPrice = try cursor.optionalDecimal()
            case "best_bid_amount": top.bidSize = try cursor.optionalDecimal()
            case "best_ask_price": top.askPrice = try cursor.optionalDecimal()
            case "best_ask_amount": top.askSize = try cursor.optionalDecimal()
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(instrument, in: &batch)
        guard let time else { throw Self.missing("timestamp") }
        batch.append(top.quote(header: EventHeader(symbol: symbol, eventTime: time)))
    }

    /// Decodes a perpetual's interest rate, which is the `current_funding` of its ticker. The instrument is in the channel's
    /// name.
    ///
    /// https://docs.deribit.com/subscriptions/market-data/perpetualinstrument_nameinterval
    /// `{"timestamp":1571386349530,"interest":0.004999511380756577,"index_price":7872.88}`
    mutating func decodePerpetual(
        _ cursor: inout JSONCursor, channel: DeribitChannelName, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var rate: Decimal?
        var isTold = false
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "timestamp": time = try cursor.milliseconds()
            case "interest":
                // A double in the venue's own formatting, with up to 20 places, is rounded to ours.
                rate = try cursor.descriptive(&batch.descriptive)
                isTold = true
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(channel.instrument, in: &batch)
        guard let time else { throw Self.missing("timestamp") }
        guard isTold else { throw Self.missing("interest") }
        guard let rate else { return }
        batch.append(
            Funding(header: EventHeader(symbol: symbol, eventTime: time), rate: rate, intervalHours: Decimal(8)))
    }

    /// The best prices; an empty side has an amount of zero (and a price of zero or null).
    private struct TopOfBook {
        var bidPrice: Decimal?
        var bidSize: Decimal?
        var askPrice: Decimal?
        var askSize: Decimal?

        func quote(header: EventHeader) -> Quote {
            Quote(header: header, bid: Self.level(bidPrice, bidSize), ask: Self.level(askPrice, askSize))
        }

        private static func level(_ price: Decimal?, _ size: Decimal?) -> Level? {
            guard let price, let size, !size.isZero else { return nil }
            return Level(price: price, size: size)
        }
    }
}
