import CoinbaseVenue
import JSON
import MarketData
import VenueKit

extension CoinbaseExchangeFrames {
    /// The full channel: one message per step in an order's life.
    ///
    ///     {"type":"received","time":"2014-11-07T08:19:27.028459Z","product_id":"BTC-USD","sequence":10,
    ///      "order_id":"d50ec984-77a8-460a-b958-66f114b0de9b","size":"1.34","price":"502.1","side":"buy",
    ///      "order_type":"limit","client_oid":"d50ec974-76a2-454b-66f135b1ea8c"}
    ///     {"type":"open","time":"…","product_id":"BTC-USD","sequence":10,"order_id":"…","price":"200.2",
    ///      "remaining_size":"1.00","side":"sell"}
    ///     {"type":"change","time":"…","sequence":80,"order_id":"…","product_id":"BTC-USD","new_size":"5.23512",
    ///      "old_size":"12.234412","price":"400.23","side":"sell","reason":"STP"}
    ///     {"type":"done","time":"…","product_id":"BTC-USD","sequence":10,"price":"200.2","order_id":"…",
    ///      "reason":"filled","side":"sell","remaining_size":"0"}
    static func full(
        _ change: SyntheticOrderChange, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        let order = change.order
        switch change.action {
        case .received(let isMarket):
            begin("received", order, into: &sink.writer)
            size(",\"size\":", order.lots, instrument, into: &sink.writer)
            if !isMarket { price(order, instrument, into: &sink.writer) }
            sink.writer.raw(isMarket ? ",\"order_type\":\"market\"" : ",\"order_type\":\"limit\"")
            sink.writer.raw(",\"client_oid\":\"\"")
        case .opened:
            begin("open", order, into: &sink.writer)
            price(order, instrument, into: &sink.writer)
            size(",\"remaining_size\":", order.lots, instrument, into: &sink.writer)
        case .changed(let fromLots):
            begin("change", order, into: &sink.writer)
            sink.writer.raw(",\"reason\":\"STP\"")
            size(",\"old_size\":", fromLots, instrument, into: &sink.writer)
            size(",\"new_size\":", order.lots, instrument, into: &sink.writer)
            price(order, instrument, into: &sink.writer)
        case .matched(let trade):
            return match("match", trade, instrument, time, into: &sink)
        case .done(let isFilled, let isMarket):
            begin("done", order, into: &sink.writer)
            sink.writer.raw(isFilled ? ",\"reason\":\"filled\"" : ",\"reason\":\"canceled\"")
            // A market order was never in the book, so it has no price and no remaining size.
            if !isMarket {
                price(order, instrument, into: &sink.writer)
                size(",\"remaining_size\":", order.lots, instrument, into: &sink.writer)
            }
        }
        finish(change.sequence, instrument, time, into: &sink)
    }

    private static func begin(_ type: StaticString, _ order: SyntheticOrder, into writer: inout JSONWriter) {
        writer.raw("{\"type\":\"")
        writer.raw(type)
        writer.raw("\",\"order_id\":\"")
        writer.text(order.uuid)
        writer.raw(order.side == .bid ? "\",\"side\":\"buy\"" : "\",\"side\":\"sell\"")
    }

    private static func price(
        _ order: SyntheticOrder, _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        writer.raw(",\"price\":")
        writer.number(instrument.price(order.ticks), .quotedShort)
    }

    private static func size(
        _ name: StaticString, _ lots: Int64, _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        writer.raw(name)
        writer.number(instrument.size(lots), .quotedShort)
    }

    // MARK: - The compact channel

    /// The level3 channel sends the same steps as arrays, after one message with their column names.
    static func compactSchema(into sink: inout FrameSink) {
        sink.frame(
            """
            {"type":"level3","schema":{"change":["type","product_id","sequence","order_id","price","size","time"],\
            "done":["type","product_id","sequence","order_id","time"],\
            "match":["type","product_id","sequence","maker_order_id","taker_order_id","price","size","time"],\
            "noop":["type","product_id","sequence","time"],\
            "open":["type","product_id","sequence","order_id","side","price","size","time"]}}
            """)
    }

    ///     ["open","BTC-USD","49151","3b0f1225-7f84-490b-a29f-0faef9de823a","sell","295.96","4.39088265",
    ///      "2014-11-07T08:19:27.028459Z"]
    ///
    /// A step that does not affect the book is a `noop`, so that the sequence has no holes.
    static func compact(
        _ change: SyntheticOrderChange, _ instrument: SyntheticInstrument, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        let order = change.order
        let head = "\"\(instrument.symbol)\",\"\(change.sequence)\""
        let priceText = instrument.price(order.ticks).text
        switch change.action {
        case .received, .done(_, isMarket: true): sink.writer.text("[\"noop\",\(head)")
        case .opened:
            let side = order.side == .bid ? "buy" : "sell"
            let sizeText = instrument.size(order.lots).text
            sink.writer.text("[\"open\",\(head),\"\(order.uuid)\",\"\(side)\",\"\(priceText)\",\"\(sizeText)\"")
        case .changed:
            let sizeText = instrument.size(order.lots).text
            sink.writer.text("[\"change\",\(head),\"\(order.uuid)\",\"\(priceText)\",\"\(sizeText)\"")
        case .matched(let trade):
            let ids = "\"\(SyntheticID.uuid(trade.makerOrder))\",\"\(SyntheticID.uuid(trade.takerOrder))\""
            let sizeText = instrument.size(trade.lots).text
            sink.writer.text("[\"match\",\(head),\(ids),\"\(priceText)\",\"\(sizeText)\"")
        case .done: sink.writer.text("[\"done\",\(head),\"\(order.uuid)\"")
        }
        sink.writer.raw(",")
        sink.writer.isoTime(time)
        sink.writer.raw("]")
        sink.endFrame()
    }
}
