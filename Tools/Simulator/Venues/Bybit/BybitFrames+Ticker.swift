import BybitVenue
import JSON
import MarketData
import VenueKit

extension BybitFrames {
    /// https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
    ///
    /// Contracts start with a snapshot and then send changes; spot and options send everything each time.
    ///
    ///     {"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"65114.20",
    ///      "bid1Size":"6.054","ask1Price":"65114.30","ask1Size":"10.486"},"cs":753843907770,"ts":1786310817883}
    static func ticker(
        _ ticker: SyntheticTicker, _ changed: SyntheticTickerFields, _ product: Product,
        _ instrument: SyntheticInstrument, _ time: Timestamp, isSnapshot: Bool, into sink: inout FrameSink
    ) {
        let isWhole = isSnapshot || product == .spot || product == .option
        sink.writer.text("{\"topic\":\"\(BybitChannel.tickers).")
        sink.writer.text(instrument.symbol)
        sink.writer.raw(isWhole ? "\",\"type\":\"snapshot\"" : "\",\"type\":\"delta\"")
        sink.writer.raw(",\"data\":{\"symbol\":\"")
        sink.writer.text(instrument.symbol)
        sink.writer.raw("\"")
        if changed.contains(.trade) || isWhole { trade(ticker, instrument, into: &sink.writer) }
        switch product {
        case .spot: field(",\"usdIndexPrice\":", instrument.price(ticker.indexTicks), into: &sink.writer)
        case .option: option(ticker, instrument, into: &sink.writer)
        case .linear, .inverse: contract(ticker, isWhole ? .all : changed, instrument, into: &sink.writer)
        }
        sink.writer.raw("},\"cs\":")
        sink.writer.integer(ticker.crossSequence)
        sink.writer.raw(",\"ts\":")
        sink.writer.milliseconds(time)
        sink.writer.raw("}")
        sink.endFrame()
    }

    private static func field(_ name: StaticString, _ value: FixedPoint, into writer: inout JSONWriter) {
        writer.raw(name)
        writer.number(value, .quoted)
    }

    private static func trade(
        _ ticker: SyntheticTicker, _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        field(",\"lastPrice\":", instrument.price(ticker.lastTicks), into: &writer)
        field(",\"prevPrice24h\":", instrument.price(ticker.openTicks), into: &writer)
        field(",\"highPrice24h\":", instrument.price(ticker.highTicks), into: &writer)
        field(",\"lowPrice24h\":", instrument.price(ticker.lowTicks), into: &writer)
        field(",\"volume24h\":", instrument.size(ticker.volumeLots), into: &writer)
        field(",\"turnover24h\":", instrument.turnover(ticker.turnoverTickLots), into: &writer)
        let change = (ticker.lastTicks - ticker.openTicks) * 1_000_000 / ticker.openTicks
        field(",\"price24hPcnt\":", FixedPoint(units: change, digits: 6), into: &writer)
    }

    private static func contract(
        _ ticker: SyntheticTicker, _ changed: SyntheticTickerFields, _ instrument: SyntheticInstrument,
        into writer: inout JSONWriter
    ) {
        if changed.contains(.quote) {
            if let bid = ticker.quote.bid {
                field(",\"bid1Price\":", instrument.price(bid.ticks), into: &writer)
                field(",\"bid1Size\":", instrument.size(bid.lots), into: &writer)
            }
            if let ask = ticker.quote.ask {
                field(",\"ask1Price\":", instrument.price(ask.ticks), into: &writer)
                field(",\"ask1Size\":", instrument.size(ask.lots), into: &writer)
            }
        }
        if changed.contains(.mark) {
            field(",\"markPrice\":", instrument.price(ticker.markTicks), into: &writer)
            field(",\"indexPrice\":", instrument.price(ticker.indexTicks), into: &writer)
        }
        if changed.contains(.openInterest) {
            field(",\"openInterest\":", instrument.size(ticker.openInterestLots), into: &writer)
        }
        // A delivery future pays no funding; its fields are empty.
        if changed.contains(.funding), instrument.isPerpetual {
            field(",\"fundingRate\":", ticker.fundingRate, into: &writer)
            writer.raw(",\"nextFundingTime\":\"")
            writer.milliseconds(ticker.nextFundingTime)
            writer.raw("\",\"fundingIntervalHour\":\"8\"")
        } else if changed == .all {
            writer.raw(",\"fundingRate\":\"\",\"nextFundingTime\":\"0\"")
        }
    }

    /// Options have other names for the best levels, and no funding.
    private static func option(
        _ ticker: SyntheticTicker, _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        field(",\"bidPrice\":", instrument.price(ticker.quote.bid?.ticks ?? 0), into: &writer)
        field(",\"bidSize\":", instrument.size(ticker.quote.bid?.lots ?? 0), into: &writer)
        field(",\"askPrice\":", instrument.price(ticker.quote.ask?.ticks ?? 0), into: &writer)
        field(",\"askSize\":", instrument.size(ticker.quote.ask?.lots ?? 0), into: &writer)
        field(",\"markPrice\":", instrument.price(ticker.markTicks), into: &writer)
        field(",\"indexPrice\":", instrument.price(ticker.indexTicks), into: &writer)
        field(",\"openInterest\":", instrument.size(ticker.openInterestLots), into: &writer)
        writer.raw(",\"markPriceIv\":\"0.55\",\"underlyingPrice\":\"65000\",\"delta\":\"0.5\",\"gamma\":\"0.00002\"")
    }
}
