import BybitVenue
import JSON
import MarketData
import VenueKit

/// Writes Bybit's frames. Each method has a raw example and a link to its page.
enum BybitFrames {
    /// https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
    ///
    ///     {"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1687940967466,"data":{"s":"BTCUSDT",
    ///      "b":[["30247.20","30.028"],["30245.40","0"]],"a":[],"u":177400507,"seq":66544703342},"cts":1687940967464}
    static func book(
        _ channel: String, _ change: SyntheticBookChange, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        begin(channel, "delta", instrument, time, into: &sink)
        for side in [Side.bid, .ask] {
            sink.writer.raw(side == .bid ? ",\"b\":" : ",\"a\":")
            sink.writer.bybitLevels(change.changes.lazy.filter { $0.side == side }.map(\.level), of: instrument)
        }
        end(update: change.publication, sequence: change.crossSequence, time, into: &sink)
    }

    /// The whole book at the start of a channel.
    static func snapshot(
        _ channel: String, _ book: SyntheticBook, _ instrument: SyntheticInstrument, into sink: inout FrameSink
    ) {
        begin(channel, "snapshot", instrument, book.time, into: &sink)
        sink.writer.raw(",\"b\":")
        sink.writer.bybitLevels(book.bids, of: instrument)
        sink.writer.raw(",\"a\":")
        sink.writer.bybitLevels(book.asks, of: instrument)
        end(update: book.publication, sequence: book.crossSequence, book.time, into: &sink)
    }

    /// The channel of depth 1, which only sends snapshots.
    static func topOfBook(
        _ quote: SyntheticQuote, _ instrument: SyntheticInstrument, _ time: Timestamp, into sink: inout FrameSink
    ) {
        begin(BybitChannel.topOfBook.text, "snapshot", instrument, time, into: &sink)
        sink.writer.raw(",\"b\":")
        sink.writer.bybitLevels(quote.bid.map { [$0] } ?? [], of: instrument)
        sink.writer.raw(",\"a\":")
        sink.writer.bybitLevels(quote.ask.map { [$0] } ?? [], of: instrument)
        end(update: quote.publication, sequence: quote.crossSequence, time, into: &sink)
    }

    private static func begin(
        _ channel: String, _ type: StaticString, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        sink.writer.raw("{\"topic\":\"")
        sink.writer.text(channel)
        sink.writer.raw(".")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\",\"type\":\"")
        sink.writer.raw(type)
        sink.writer.raw("\",\"ts\":")
        sink.writer.milliseconds(time)
        sink.writer.raw(",\"data\":{\"s\":\"")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\"")
    }

    private static func end(update: Int64, sequence: Int64, _ time: Timestamp, into sink: inout FrameSink) {
        sink.writer.raw(",\"u\":")
        sink.writer.integer(update)
        sink.writer.raw(",\"seq\":")
        sink.writer.integer(sequence)
        sink.writer.raw("},\"cts\":")
        sink.writer.milliseconds(time)
        sink.writer.raw("}")
        sink.endFrame()
    }

    /// https://bybit-exchange.github.io/docs/v5/websocket/public/trade
    ///
    ///     {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1672304486868,"data":[{"T":1672304486865,"s":"BTCUSDT",
    ///      "S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false}]}
    static func trades(
        _ trades: [SyntheticTrade], _ topic: String, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        sink.writer.text("{\"topic\":\"\(BybitChannel.publicTrade).")
        sink.writer.text(topic)
        sink.writer.raw("\",\"type\":\"snapshot\",\"ts\":")
        sink.writer.milliseconds(time)
        sink.writer.raw(",\"data\":[")
        for (index, trade) in trades.enumerated() {
            sink.writer.raw(index == 0 ? "{\"T\":" : ",{\"T\":")
            sink.writer.milliseconds(time)
            sink.writer.raw(",\"s\":\"")
            sink.writer.text(instrument.symbol)
            sink.writer.raw(trade.takerSide == .bid ? "\",\"S\":\"Buy\",\"v\":" : "\",\"S\":\"Sell\",\"v\":")
            sink.writer.number(instrument.size(trade.lots), .quoted)
            sink.writer.raw(",\"p\":")
            sink.writer.number(instrument.price(trade.ticks), .quoted)
            sink.writer.raw(",\"L\":\"")
            sink.writer.raw(tickDirection(trade.tickDirection))
            sink.writer.raw("\",\"i\":\"")
            sink.writer.text(SyntheticID.uuid(trade.number))
            sink.writer.raw("\",\"BT\":false,\"RPI\":false,\"seq\":")
            sink.writer.integer(trade.crossSequence)
            sink.writer.raw("}")
        }
        sink.writer.raw("]}")
        sink.endFrame()
    }

    private static func tickDirection(_ direction: Int) -> StaticString {
        switch direction {
        case 0: "PlusTick"
        case 1: "ZeroPlusTick"
        case 2: "MinusTick"
        default: "ZeroMinusTick"
        }
    }

    /// https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation: `S` is the position's side.
    ///
    ///     {"topic":"allLiquidation.ROSEUSDT","type":"snapshot","ts":1739502303204,
    ///      "data":[{"T":1739502302929,"s":"ROSEUSDT","S":"Sell","v":"20000","p":"0.04499"}]}
    static func liquidation(
        _ liquidation: SyntheticLiquidation, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        sink.writer.text(
            "{\"topic\":\"\(BybitChannel.allLiquidation).\(instrument.symbol)\",\"type\":\"snapshot\",\"ts\":")
        sink.writer.milliseconds(time)
        sink.writer.raw(",\"data\":[{\"T\":")
        sink.writer.milliseconds(time)
        sink.writer.text(",\"s\":\"\(instrument.symbol)\",\"S\":\"\(liquidation.isLong ? "Buy" : "Sell")\",\"v\":")
        sink.writer.number(instrument.size(liquidation.lots), .quoted)
        sink.writer.raw(",\"p\":")
        sink.writer.number(instrument.price(liquidation.bankruptcyTicks), .quoted)
        sink.writer.raw("}]}")
        sink.endFrame()
    }
}
