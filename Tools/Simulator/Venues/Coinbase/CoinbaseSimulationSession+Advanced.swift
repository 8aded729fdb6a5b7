import CoinbaseVenue
import JSON
import MarketData
import VenueKit

/// The messages of Advanced Trade: https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
extension CoinbaseSimulationSession {
    /// Begins a message; its only event follows, then `]}`.
    mutating func beginAdvanced(_ channel: ChannelName, _ time: Timestamp, into sink: inout FrameSink) {
        sink.writer.raw("{\"channel\":\"")
        sink.writer.raw(channel.literal)
        sink.writer.raw("\",\"client_id\":\"\",\"timestamp\":")
        sink.writer.isoTime(time)
        sink.writer.raw(",\"sequence_num\":")
        sink.writer.integer(sequenceNumber)
        sequenceNumber += 1
        sink.writer.raw(",\"events\":[")
    }

    /// The snapshot at the start of a channel.
    mutating func startAdvanced(
        _ channel: String, _ symbol: String, _ market: any SyntheticMarketView, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        if CoinbaseChannel.status ~= channel { return status(market, time, into: &sink) }
        guard let index = market.index(of: symbol) else { return }
        let instrument = market.instruments[index]
        switch channel {
        case CoinbaseChannel.level2:
            let book = market.publishedBook(index)
            let changes =
                book.bids.map { SyntheticBookChange.Change(side: .bid, level: $0, wasThere: false) }
                + book.asks.map { SyntheticBookChange.Change(side: .ask, level: $0, wasThere: false) }
            levels("snapshot", changes, instrument, book.time, time, into: &sink)
        case CoinbaseChannel.marketTrades:
            let recent = market.recentTrades(index)
            trades("snapshot", recent.reversed().map { ($0.trade, $0.time) }, instrument, time, into: &sink)
        case CoinbaseChannel.ticker, CoinbaseChannel.tickerBatch:
            ticker("snapshot", market.ticker(index), instrument, time, into: &sink)
        default: break
        }
    }

    mutating func encodeAdvanced(
        _ event: SyntheticEvent, _ market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        let instrument = market.instruments[event.symbol]
        switch event.body {
        case .book(let change) where has(CoinbaseChannel.level2.text, instrument.symbol):
            levels("update", change.changes, instrument, event.time, event.time, into: &sink)
        case .trades(let made) where has(CoinbaseChannel.marketTrades.text, instrument.symbol):
            // Newest first, as at the venue.
            trades("update", made.reversed().map { ($0, event.time) }, instrument, event.time, into: &sink)
        case .ticker(let summary, _)
        where has(CoinbaseChannel.ticker.text, instrument.symbol)
            || has(CoinbaseChannel.tickerBatch.text, instrument.symbol):
            ticker("update", summary, instrument, event.time, into: &sink)
        case .status where channels[CoinbaseChannel.status.text] != nil: status(market, event.time, into: &sink)
        default: break
        }
    }

    ///     {"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":0,"events":[
    ///      {"type":"snapshot","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z",
    ///      "price_level":"21921.73","new_quantity":"0.06317902"},{"side":"offer",…}]}]}
    private mutating func levels(
        _ type: StaticString, _ changes: [SyntheticBookChange.Change], _ instrument: SyntheticInstrument,
        _ eventTime: Timestamp, _ time: Timestamp, into sink: inout FrameSink
    ) {
        beginAdvanced(CoinbaseChannel.l2Data, time, into: &sink)
        sink.writer.raw("{\"type\":\"")
        sink.writer.raw(type)
        sink.writer.raw("\",\"product_id\":\"")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\",\"updates\":[")
        for (index, change) in changes.enumerated() {
            if index > 0 { sink.writer.raw(",") }
            sink.writer.raw(change.side == .bid ? "{\"side\":\"bid\"" : "{\"side\":\"offer\"")
            sink.writer.raw(",\"event_time\":")
            sink.writer.isoTime(eventTime)
            sink.writer.raw(",\"price_level\":")
            sink.writer.number(instrument.price(change.level.ticks), .quotedShort)
            sink.writer.raw(",\"new_quantity\":")
            sink.writer.number(instrument.size(change.level.lots), .quotedShort)
            sink.writer.raw("}")
        }
        sink.writer.raw("]}]}")
        sink.endFrame()
    }

    /// `side` is the maker's.
    ///
    ///     {"type":"update","trades":[{"product_id":"BTC-USD","trade_id":"1068572091","price":"65083.67",
    ///      "size":"0.01034361","time":"2026-08-09T21:05:48.167634Z","side":"SELL"}]}
    private mutating func trades(
        _ type: StaticString, _ made: [(trade: SyntheticTrade, time: Timestamp)], _ instrument: SyntheticInstrument,
        _ time: Timestamp, into sink: inout FrameSink
    ) {
        beginAdvanced(CoinbaseChannel.marketTrades, time, into: &sink)
        sink.writer.raw("{\"type\":\"")
        sink.writer.raw(type)
        sink.writer.raw("\",\"trades\":[")
        for (index, (trade, tradeTime)) in made.enumerated() {
            sink.writer.raw(index == 0 ? "{\"product_id\":\"" : ",{\"product_id\":\"")
            sink.writer.text(instrument.symbol)
            sink.writer.raw("\",\"trade_id\":\"")
            sink.writer.integer(trade.number)
            sink.writer.raw("\",\"price\":")
            sink.writer.number(instrument.price(trade.ticks), .quotedShort)
            sink.writer.raw(",\"size\":")
            sink.writer.number(instrument.size(trade.lots), .quotedShort)
            sink.writer.raw(",\"time\":")
            sink.writer.isoTime(tradeTime)
            sink.writer.raw(trade.takerSide == .bid ? ",\"side\":\"SELL\"}" : ",\"side\":\"BUY\"}")
        }
        sink.writer.raw("]}]}")
        sink.endFrame()
    }

    ///     {"type":"snapshot","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"21932.98",
    ///      "volume_24_h":"16038.28770938","low_24_h":"21835.29","high_24_h":"23011.18","low_52_w":"15460",
    ///      "high_52_w":"48240","price_percent_chg_24_h":"-4.15775596190603","best_bid":"21931.98",
    ///      "best_bid_quantity":"8000.21","best_ask":"21933.98","best_ask_quantity":"8038.07770938"}]}
    private mutating func ticker(
        _ type: StaticString, _ ticker: SyntheticTicker, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        beginAdvanced(CoinbaseChannel.ticker, time, into: &sink)
        func price(_ name: StaticString, _ ticks: Int64) {
            sink.writer.raw(name)
            sink.writer.number(instrument.price(ticks), .quotedShort)
        }
        func size(_ name: StaticString, _ lots: Int64) {
            sink.writer.raw(name)
            sink.writer.number(instrument.size(lots), .quotedShort)
        }
        sink.writer.raw("{\"type\":\"")
        sink.writer.raw(type)
        sink.writer.raw("\",\"tickers\":[{\"type\":\"ticker\",\"product_id\":\"")
        sink.writer.text(instrument.symbol)
        price("\",\"price\":", ticker.lastTicks)
        size(",\"volume_24_h\":", ticker.volumeLots)
        price(",\"low_24_h\":", ticker.lowTicks)
        price(",\"high_24_h\":", ticker.highTicks)
        price(",\"low_52_w\":", ticker.lowTicks)
        price(",\"high_52_w\":", ticker.highTicks)
        let change = (ticker.lastTicks - ticker.openTicks) * 1_000_000 / ticker.openTicks
        sink.writer.raw(",\"price_percent_chg_24_h\":")
        sink.writer.number(FixedPoint(units: change, digits: 4), .quotedShort)
        price(",\"best_bid\":", ticker.quote.bid?.ticks ?? 0)
        price(",\"best_ask\":", ticker.quote.ask?.ticks ?? 0)
        size(",\"best_bid_quantity\":", ticker.quote.bid?.lots ?? 0)
        size(",\"best_ask_quantity\":", ticker.quote.ask?.lots ?? 0)
        sink.writer.raw("}]}]}")
        sink.endFrame()
    }

    ///     {"type":"snapshot","products":[{"product_type":"SPOT","id":"BTC-USD","base_currency":"BTC",
    ///      "quote_currency":"USD","base_increment":"0.00000001","quote_increment":"0.01","display_name":"BTC/USD",
    ///      "status":"online","status_message":"","min_market_funds":"1"}]}
    private mutating func status(_ market: any SyntheticMarketView, _ time: Timestamp, into sink: inout FrameSink) {
        let products = market.instruments.map { instrument in
            """
            {"product_type":"SPOT","id":"\(instrument.symbol)","base_currency":"\(instrument.base)",\
            "quote_currency":"\(instrument.quote)","base_increment":"\(instrument.lot.text)",\
            "quote_increment":"\(instrument.tick.text)","display_name":"\(instrument.base)/\(instrument.quote)",\
            "status":"online","status_message":"","min_market_funds":"1"}
            """
        }
        beginAdvanced(CoinbaseChannel.status, time, into: &sink)
        sink.writer.text("{\"type\":\"snapshot\",\"products\":[\(products.joined(separator: ","))]}]}")
        sink.endFrame()
    }
}
