import BinanceVenue
import JSON
import MarketData
import VenueKit

/// Writes Binance's frames for one event. Each method has a raw example.
struct BinanceFrames {
    let product: Product
    let instrument: SyntheticInstrument
    let time: Timestamp
    /// The part after `@` in the stream's name, for combined streams; nil to write bare frames.
    let channel: String?

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Diff-Book-Depth-Streams
    ///
    ///     {"e":"depthUpdate","E":123456789,"T":123456788,"s":"BTCUSDT","U":157,"u":160,"pu":149,
    ///      "b":[["0.0024","10"]],"a":[["0.0026","100"]]}
    func depth(_ change: SyntheticBookChange, into sink: inout FrameSink) {
        begin("depthUpdate", isEngineTimed: product != .spot, into: &sink.writer)
        field(",\"U\":", change.firstUpdate, into: &sink.writer)
        field(",\"u\":", change.lastUpdate, into: &sink.writer)
        if product != .spot { field(",\"pu\":", change.previousUpdate, into: &sink.writer) }
        for side in [Side.bid, .ask] {
            sink.writer.raw(side == .bid ? ",\"b\":" : ",\"a\":")
            sink.writer.binanceLevels(change.changes.lazy.filter { $0.side == side }.map(\.level), of: instrument)
        }
        end(into: &sink)
    }

    /// Partial books have the form of a REST snapshot on spot, and that of a change on futures.
    func partialBook(_ book: SyntheticBook, levels: Int, into sink: inout FrameSink) {
        if product == .spot {
            openStream(into: &sink.writer)
            field("{\"lastUpdateId\":", book.lastUpdate, into: &sink.writer)
        } else {
            begin("depthUpdate", isEngineTimed: true, into: &sink.writer)
            field(",\"U\":", book.lastUpdate, into: &sink.writer)
            field(",\"u\":", book.lastUpdate, into: &sink.writer)
            field(",\"pu\":", book.lastUpdate - 1, into: &sink.writer)
        }
        sink.writer.raw(product == .spot ? ",\"bids\":" : ",\"b\":")
        sink.writer.binanceLevels(book.bids.prefix(levels), of: instrument)
        sink.writer.raw(product == .spot ? ",\"asks\":" : ",\"a\":")
        sink.writer.binanceLevels(book.asks.prefix(levels), of: instrument)
        end(into: &sink)
    }

    /// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#trade-streams
    ///
    ///     {"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782136,
    ///      "m":true,"M":true}
    func trade(_ trade: SyntheticTrade, into sink: inout FrameSink) {
        begin(BinanceChannel.trade.literal, isEngineTimed: false, into: &sink.writer)
        field(",\"t\":", trade.number, into: &sink.writer)
        price(",\"p\":", trade.ticks, into: &sink.writer)
        size(",\"q\":", trade.lots, into: &sink.writer)
        sink.writer.raw(",\"T\":")
        sink.writer.milliseconds(time)
        if product != .spot { sink.writer.raw(",\"X\":\"MARKET\"") }
        sink.writer.raw(trade.takerSide == .ask ? ",\"m\":true" : ",\"m\":false")
        if product == .spot { sink.writer.raw(",\"M\":true") }
        end(into: &sink)
    }

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Aggregate-Trade-Streams
    ///
    ///     {"e":"aggTrade","E":123456789,"s":"BTCUSDT","a":5933014,"p":"0.001","q":"100","f":100,"l":105,
    ///      "T":123456785,"m":true}
    func aggregateTrade(_ trade: SyntheticTrade, into sink: inout FrameSink) {
        begin(BinanceChannel.aggTrade.literal, isEngineTimed: false, into: &sink.writer)
        field(",\"a\":", trade.number, into: &sink.writer)
        price(",\"p\":", trade.ticks, into: &sink.writer)
        size(",\"q\":", trade.lots, into: &sink.writer)
        field(",\"f\":", trade.number, into: &sink.writer)
        field(",\"l\":", trade.number, into: &sink.writer)
        sink.writer.raw(",\"T\":")
        sink.writer.milliseconds(time)
        sink.writer.raw(trade.takerSide == .ask ? ",\"m\":true" : ",\"m\":false")
        if product == .spot { sink.writer.raw(",\"M\":true") }
        end(into: &sink)
    }

    /// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#individual-symbol-book-ticker-streams
    ///
    ///     {"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}
    func bookTicker(_ quote: SyntheticQuote, into sink: inout FrameSink) {
        openStream(into: &sink.writer)
        sink.writer.text(product == .spot ? "{" : "{\"e\":\"\(BinanceChannel.bookTicker)\",")
        field("\"u\":", quote.lastUpdate, into: &sink.writer)
        writeSymbol(into: &sink.writer)
        price(",\"b\":", quote.bid?.ticks ?? 0, into: &sink.writer)
        size(",\"B\":", quote.bid?.lots ?? 0, into: &sink.writer)
        price(",\"a\":", quote.ask?.ticks ?? 0, into: &sink.writer)
        size(",\"A\":", quote.ask?.lots ?? 0, into: &sink.writer)
        if product != .spot {
            sink.writer.raw(",\"T\":")
            sink.writer.milliseconds(time)
            sink.writer.raw(",\"E\":")
            sink.writer.milliseconds(time)
        }
        end(into: &sink)
    }
}

// MARK: - Pieces

extension BinanceFrames {
    func openStream(into writer: inout JSONWriter) {
        guard let channel else { return }
        writer.raw("{\"stream\":\"")
        writer.text(instrument.symbol.lowercased())
        writer.raw("@")
        writer.text(channel)
        writer.raw("\",\"data\":")
    }

    func begin(_ event: StaticString, isEngineTimed: Bool, into writer: inout JSONWriter) {
        openStream(into: &writer)
        writer.raw("{\"e\":\"")
        writer.raw(event)
        writer.raw("\",\"E\":")
        writer.milliseconds(time)
        if isEngineTimed {
            writer.raw(",\"T\":")
            writer.milliseconds(time)
        }
        writeSymbol(into: &writer)
    }

    func writeSymbol(into writer: inout JSONWriter) {
        writer.raw(",\"s\":\"")
        writer.text(instrument.symbol)
        writer.raw("\"")
        if product == .inverse { writer.text(",\"ps\":\"\(instrument.binancePair)\"") }
    }

    func end(into sink: inout FrameSink) {
        sink.writer.raw(channel == nil ? "}" : "}}")
        sink.endFrame()
    }

    func field(_ name: StaticString, _ value: Int64, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.integer(value)
    }

    func price(_ name: StaticString, _ ticks: Int64, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.number(instrument.price(ticks), .quoted)
    }

    func size(_ name: StaticString, _ lots: Int64, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.number(instrument.size(lots), .quoted)
    }
}

extension JSONWriter {
    /// Writes `[["0.0024","10"],…]` with all digits, including trailing zeros.
    mutating func binanceLevels(_ levels: some Collection<SyntheticLevel>, of instrument: SyntheticInstrument) {
        raw("[")
        var isFirst = true
        for level in levels {
            raw(isFirst ? "[" : ",[")
            isFirst = false
            number(instrument.price(level.ticks), .quoted)
            raw(",")
            number(instrument.size(level.lots), .quoted)
            raw("]")
        }
        raw("]")
    }
}
