import DeribitVenue
import JSON
import MarketData
import VenueKit

/// Writes Deribit's notifications on one channel. Each method has a raw example.
struct DeribitFrames {
    let instrument: SyntheticInstrument
    let channel: String
    let time: Timestamp

    /// Whether it is a complete book of limited depth (`book.X.none.10.100ms`).
    var isGrouped: Bool { channel.split(separator: ".").count == 5 }

    /// https://docs.deribit.com/#book-instrument_name-interval
    ///
    ///     {"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw","data":
    ///      {"type":"snapshot","timestamp":1554373962454,"instrument_name":"BTC-PERPETUAL","change_id":297217,
    ///      "bids":[["new",5042.34,30]],"asks":[["new",5042.64,40]]}}}
    func snapshot(_ book: SyntheticBook, into sink: inout FrameSink) {
        begin(into: &sink.writer)
        sink.writer.raw("\"type\":\"snapshot\",\"timestamp\":")
        sink.writer.milliseconds(book.time)
        name(into: &sink.writer)
        integer(",\"change_id\":", book.crossSequence, into: &sink.writer)
        sink.writer.raw(",\"bids\":[")
        for (index, level) in book.bids.enumerated() {
            self.level("new", level, isFirst: index == 0, into: &sink.writer)
        }
        sink.writer.raw("],\"asks\":[")
        for (index, level) in book.asks.enumerated() {
            self.level("new", level, isFirst: index == 0, into: &sink.writer)
        }
        sink.writer.raw("]")
        end(into: &sink)
    }

    ///     {"type":"change","timestamp":1554373911330,"prev_change_id":297217,"instrument_name":"BTC-PERPETUAL",
    ///      "change_id":297218,"bids":[["delete",5041.94,0],["delete",5042.34,0]],"asks":[]}
    func change(_ change: SyntheticBookChange, into sink: inout FrameSink) {
        begin(into: &sink.writer)
        sink.writer.raw("\"type\":\"change\",\"timestamp\":")
        sink.writer.milliseconds(time)
        integer(",\"prev_change_id\":", change.previousCrossSequence, into: &sink.writer)
        name(into: &sink.writer)
        integer(",\"change_id\":", change.crossSequence, into: &sink.writer)
        for side in [Side.bid, .ask] {
            sink.writer.raw(side == .bid ? ",\"bids\":[" : ",\"asks\":[")
            for (index, changed) in change.changes.lazy.filter({ $0.side == side }).enumerated() {
                let action: StaticString = changed.level.lots == 0 ? "delete" : changed.wasThere ? "change" : "new"
                level(action, changed.level, isFirst: index == 0, into: &sink.writer)
            }
            sink.writer.raw("]")
        }
        end(into: &sink)
    }

    /// https://docs.deribit.com/#book-instrument_name-group-depth-interval
    ///
    ///     {"timestamp":1554375447971,"instrument_name":"ETH-PERPETUAL","change_id":109615,
    ///      "bids":[[160,40]],"asks":[[161,20]]}
    func grouped(_ book: SyntheticBook, into sink: inout FrameSink) {
        let parts = channel.split(separator: ".")
        let depth = parts.count == 5 ? Int(parts[3]) ?? 10 : 10
        begin(into: &sink.writer)
        sink.writer.raw("\"timestamp\":")
        sink.writer.milliseconds(book.time)
        name(into: &sink.writer)
        integer(",\"change_id\":", book.crossSequence, into: &sink.writer)
        for (side, levels) in [(Side.bid, book.bids), (.ask, book.asks)] {
            sink.writer.raw(side == .bid ? ",\"bids\":[" : ",\"asks\":[")
            for (index, level) in levels.prefix(depth).enumerated() {
                sink.writer.raw(index == 0 ? "[" : ",[")
                numbers(level, into: &sink.writer)
            }
            sink.writer.raw("]")
        }
        end(into: &sink)
    }

    /// https://docs.deribit.com/#quote-instrument_name
    ///
    ///     {"timestamp":1550658624149,"instrument_name":"BTC-PERPETUAL","best_bid_price":3914.97,"best_bid_amount":40,
    ///      "best_ask_price":3996.61,"best_ask_amount":50}
    func quote(_ quote: SyntheticQuote, into sink: inout FrameSink) {
        begin(into: &sink.writer)
        sink.writer.raw("\"timestamp\":")
        sink.writer.milliseconds(time)
        name(into: &sink.writer)
        best(quote, into: &sink.writer)
        end(into: &sink)
    }

    /// https://docs.deribit.com/#perpetual-instrument_name-interval
    ///
    ///     {"timestamp":1571386349530,"interest":0.004999511380756577,"index_price":7872.88}
    func perpetual(_ ticker: SyntheticTicker, into sink: inout FrameSink) {
        begin(into: &sink.writer)
        sink.writer.raw("\"timestamp\":")
        sink.writer.milliseconds(time)
        number(",\"interest\":", ticker.fundingRate, into: &sink.writer)
        number(",\"index_price\":", instrument.price(ticker.indexTicks), into: &sink.writer)
        end(into: &sink)
    }
}

// MARK: - Pieces

extension DeribitFrames {
    func begin(into writer: inout JSONWriter) {
        writer.raw("{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"")
        writer.text(channel)
        writer.raw("\",\"data\":{")
    }

    func end(into sink: inout FrameSink) {
        sink.writer.raw("}}}")
        sink.endFrame()
    }

    func name(into writer: inout JSONWriter) {
        writer.raw(",\"instrument_name\":\"")
        writer.text(instrument.symbol)
        writer.raw("\"")
    }

    func integer(_ name: StaticString, _ value: Int64, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.integer(value)
    }

    func number(_ name: StaticString, _ value: FixedPoint, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.number(value, .bare)
    }

    func best(_ quote: SyntheticQuote, into writer: inout JSONWriter) {
        // An empty side is written as zeros.
        number(",\"best_bid_price\":", instrument.price(quote.bid?.ticks ?? 0), into: &writer)
        number(",\"best_bid_amount\":", instrument.size(quote.bid?.lots ?? 0), into: &writer)
        number(",\"best_ask_price\":", instrument.price(quote.ask?.ticks ?? 0), into: &writer)
        number(",\"best_ask_amount\":", instrument.size(quote.ask?.lots ?? 0), into: &writer)
    }

    private func level(_ action: StaticString, _ level: SyntheticLevel, isFirst: Bool, into writer: inout JSONWriter) {
        writer.raw(isFirst ? "[\"" : ",[\"")
        writer.raw(action)
        writer.raw("\",")
        numbers(level, into: &writer)
    }

    private func numbers(_ level: SyntheticLevel, into writer: inout JSONWriter) {
        writer.number(instrument.price(level.ticks), .bare)
        writer.raw(",")
        writer.number(instrument.size(level.lots), .bare)
        writer.raw("]")
    }
}
