import CoinbaseVenue
import JSON
import MarketData
import VenueKit

/// Writes the frames of Coinbase Exchange. Each method has a raw example.
enum CoinbaseExchangeFrames {
    ///     {"type":"snapshot","product_id":"BTC-USD","bids":[["10101.10","0.45054140"]],"asks":[["10102.55","0.57753524"]]}
    static func snapshot(_ book: SyntheticBook, _ instrument: SyntheticInstrument, into sink: inout FrameSink) {
        sink.writer.text("{\"type\":\"snapshot\",\"product_id\":\"\(instrument.symbol)\",\"asks\":")
        levels(book.asks, instrument, into: &sink.writer)
        sink.writer.raw(",\"bids\":")
        levels(book.bids, instrument, into: &sink.writer)
        sink.writer.raw(",\"time\":")
        sink.writer.isoTime(book.time)
        sink.writer.raw("}")
        sink.endFrame()
    }

    private static func levels(
        _ levels: [SyntheticLevel], _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        writer.raw("[")
        for (index, level) in levels.enumerated() {
            writer.raw(index == 0 ? "[" : ",[")
            writer.number(instrument.price(level.ticks), .quoted)
            writer.raw(",")
            writer.number(instrument.size(level.lots), .quoted)
            writer.raw("]")
        }
        writer.raw("]")
    }

    ///     {"type":"l2update","product_id":"BTC-USD","changes":[["buy","22356.270000","0.00000000"],
    ///      ["sell","22356.300000","1.00000000"]],"time":"2022-08-04T15:25:05.010758Z"}
    static func update(
        _ change: SyntheticBookChange, _ instrument: SyntheticInstrument, _ time: Timestamp, into sink: inout FrameSink
    ) {
        sink.writer.raw("{\"type\":\"l2update\",\"product_id\":\"")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\",\"changes\":[")
        for (index, changed) in change.changes.enumerated() {
            if index > 0 { sink.writer.raw(",") }
            sink.writer.raw(changed.side == .bid ? "[\"buy\"," : "[\"sell\",")
            sink.writer.number(instrument.price(changed.level.ticks), .quoted)
            sink.writer.raw(",")
            sink.writer.number(instrument.size(changed.level.lots), .quoted)
            sink.writer.raw("]")
        }
        sink.writer.raw("],\"time\":")
        sink.writer.isoTime(time)
        sink.writer.raw("}")
        sink.endFrame()
    }

    /// `side` is the maker's.
    ///
    ///     {"type":"match","trade_id":10,"maker_order_id":"ac928c66-ca53-498f-9c13-a110027a60e8","taker_order_id":
    ///      "132fb6ae-456b-4654-b4e0-d681ac05cea1","side":"sell","size":"5.23512","price":"400.23",
    ///      "product_id":"BTC-USD","sequence":50,"time":"2014-11-07T08:19:27.028459Z"}
    static func match(
        _ type: StaticString, _ trade: SyntheticTrade, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        sink.writer.raw("{\"type\":\"")
        sink.writer.raw(type)
        sink.writer.raw("\",\"trade_id\":")
        sink.writer.integer(trade.number)
        sink.writer.raw(",\"maker_order_id\":\"")
        sink.writer.text(SyntheticID.uuid(trade.makerOrder))
        sink.writer.raw("\",\"taker_order_id\":\"")
        sink.writer.text(SyntheticID.uuid(trade.takerOrder))
        sink.writer.raw(trade.takerSide == .bid ? "\",\"side\":\"sell\"" : "\",\"side\":\"buy\"")
        sink.writer.raw(",\"size\":")
        sink.writer.number(instrument.size(trade.lots), .quotedShort)
        sink.writer.raw(",\"price\":")
        sink.writer.number(instrument.price(trade.ticks), .quotedShort)
        finish(trade.orderSequence, instrument, time, into: &sink)
    }

    ///     {"type":"ticker","sequence":37475248783,"product_id":"ETH-USD","price":"1285.22","open_24h":"1310.79",
    ///      "volume_24h":"245532.79269678","low_24h":"1280.52","high_24h":"1313.8","volume_30d":"9788783.60117027",
    ///      "best_bid":"1285.04","best_bid_size":"0.46688654","best_ask":"1285.27","best_ask_size":"1.56637040",
    ///      "side":"buy","time":"2022-10-19T23:28:22.061769Z","trade_id":370843401,"last_size":"11.4396987"}
    static func ticker(
        _ ticker: SyntheticTicker, _ instrument: SyntheticInstrument, _ time: Timestamp, into sink: inout FrameSink
    ) {
        func price(_ name: StaticString, _ ticks: Int64) {
            sink.writer.raw(name)
            sink.writer.number(instrument.price(ticks), .quotedShort)
        }
        func size(_ name: StaticString, _ lots: Int64) {
            sink.writer.raw(name)
            sink.writer.number(instrument.size(lots), .quoted)
        }
        sink.writer.raw("{\"type\":\"ticker\"")
        price(",\"price\":", ticker.lastTicks)
        price(",\"open_24h\":", ticker.openTicks)
        size(",\"volume_24h\":", ticker.volumeLots)
        price(",\"low_24h\":", ticker.lowTicks)
        price(",\"high_24h\":", ticker.highTicks)
        size(",\"volume_30d\":", ticker.volumeLots)
        price(",\"best_bid\":", ticker.quote.bid?.ticks ?? 0)
        size(",\"best_bid_size\":", ticker.quote.bid?.lots ?? 0)
        price(",\"best_ask\":", ticker.quote.ask?.ticks ?? 0)
        size(",\"best_ask_size\":", ticker.quote.ask?.lots ?? 0)
        sink.writer.raw(ticker.lastSide == .bid ? ",\"side\":\"buy\"" : ",\"side\":\"sell\"")
        sink.writer.raw(",\"trade_id\":")
        sink.writer.integer(ticker.lastTrade)
        size(",\"last_size\":", ticker.lastLots)
        finish(ticker.orderSequence, instrument, time, into: &sink)
    }

    static func finish(
        _ sequence: Int64, _ instrument: SyntheticInstrument, _ time: Timestamp, into sink: inout FrameSink
    ) {
        sink.writer.raw(",\"product_id\":\"")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\",\"sequence\":")
        sink.writer.integer(sequence)
        sink.writer.raw(",\"time\":")
        sink.writer.isoTime(time)
        sink.writer.raw("}")
        sink.endFrame()
    }

    /// All products and currencies, sent at a fixed interval.
    ///
    ///     {"type":"status","products":[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD",
    ///      "base_increment":"0.00000001","quote_increment":"0.01","display_name":"BTC-USD","status":"online",
    ///      "status_message":null,"min_market_funds":"10","post_only":false,"limit_only":false,"cancel_only":false,
    ///      "fx_stablecoin":false}],"currencies":[{"id":"USD","name":"United States Dollar","status":"online"}]}
    static func status(_ instruments: [SyntheticInstrument], into sink: inout FrameSink) {
        let products = instruments.map(CoinbaseSimulation.exchangeProduct).joined(separator: ",")
        let currencies = Set(instruments.flatMap { [$0.base, $0.quote] }).sorted().map { currency in
            """
            {"id":"\(currency)","name":"\(currency)","display_name":"\(currency)","min_size":"0.00000001",\
            "status":"online","status_message":null,"max_precision":"0.00000001","convertible_to":[],"details":{},\
            "default_network":"","supported_networks":[]}
            """
        }
        sink.frame(
            "{\"type\":\"status\",\"products\":[\(products)],\"currencies\":[\(currencies.joined(separator: ","))]}")
    }
}
