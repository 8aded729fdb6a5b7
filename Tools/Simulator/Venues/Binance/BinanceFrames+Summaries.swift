import BinanceVenue
import JSON
import MarketData
import VenueKit

extension BinanceFrames {
    /// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#individual-symbol-ticker-streams
    ///
    ///     {"e":"24hrTicker","E":1672515782136,"s":"BNBBTC","p":"0.0015","P":"250.00","w":"0.0018","x":"0.0009",
    ///      "c":"0.0025","Q":"10","b":"0.0024","B":"10","a":"0.0026","A":"100","o":"0.0010","h":"0.0025","l":"0.0010",
    ///      "v":"10000","q":"18","O":0,"C":1675216573749,"F":0,"L":18150,"n":18151}
    func ticker(_ ticker: SyntheticTicker, into sink: inout FrameSink) {
        begin("24hrTicker", isEngineTimed: false, into: &sink.writer)
        let change = ticker.lastTicks - ticker.openTicks
        price(",\"p\":", change, into: &sink.writer)
        sink.writer.raw(",\"P\":")
        sink.writer.number(FixedPoint(units: change * 100_000 / ticker.openTicks, digits: 3), .quoted)
        let average = ticker.volumeLots > 0 ? ticker.turnoverTickLots / ticker.volumeLots : ticker.lastTicks
        price(",\"w\":", average, into: &sink.writer)
        if product == .spot { price(",\"x\":", ticker.openTicks, into: &sink.writer) }
        price(",\"c\":", ticker.lastTicks, into: &sink.writer)
        size(",\"Q\":", ticker.lastLots, into: &sink.writer)
        if product == .spot { best(ticker.quote, into: &sink.writer) }
        price(",\"o\":", ticker.openTicks, into: &sink.writer)
        price(",\"h\":", ticker.highTicks, into: &sink.writer)
        price(",\"l\":", ticker.lowTicks, into: &sink.writer)
        size(",\"v\":", ticker.volumeLots, into: &sink.writer)
        sink.writer.raw(",\"q\":")
        sink.writer.number(instrument.turnover(ticker.turnoverTickLots), .quoted)
        field(",\"O\":", time.nanoseconds / 1_000_000 - 86_400_000, into: &sink.writer)
        sink.writer.raw(",\"C\":")
        sink.writer.milliseconds(time)
        field(",\"F\":", min(1, ticker.lastTrade), into: &sink.writer)
        field(",\"L\":", ticker.lastTrade, into: &sink.writer)
        field(",\"n\":", ticker.lastTrade, into: &sink.writer)
        end(into: &sink)
    }

    private func best(_ quote: SyntheticQuote, into writer: inout JSONWriter) {
        price(",\"b\":", quote.bid?.ticks ?? 0, into: &writer)
        size(",\"B\":", quote.bid?.lots ?? 0, into: &writer)
        price(",\"a\":", quote.ask?.ticks ?? 0, into: &writer)
        size(",\"A\":", quote.ask?.lots ?? 0, into: &writer)
    }

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Mark-Price-Stream
    ///
    ///     {"e":"markPriceUpdate","E":1562305380000,"s":"BTCUSDT","p":"11794.15000000","i":"11784.62659091",
    ///      "P":"11784.25641265","r":"0.00038167","T":1562306400000}
    ///
    /// A delivery contract has no funding rate: `"r":"","T":0` on COIN-M.
    func markPrice(_ ticker: SyntheticTicker, into sink: inout FrameSink) {
        begin("markPriceUpdate", isEngineTimed: false, into: &sink.writer)
        price(",\"p\":", ticker.markTicks, into: &sink.writer)
        price(",\"P\":", ticker.indexTicks, into: &sink.writer)
        price(",\"i\":", ticker.indexTicks, into: &sink.writer)
        if instrument.isPerpetual {
            sink.writer.raw(",\"r\":")
            sink.writer.number(ticker.fundingRate, .quoted)
            sink.writer.raw(",\"T\":")
            sink.writer.milliseconds(ticker.nextFundingTime)
        } else {
            sink.writer.raw(",\"r\":\"\",\"T\":0")
        }
        end(into: &sink)
    }

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Liquidation-Order-Streams
    ///
    /// `S` is the order's side: a long is closed by a SELL.
    ///
    ///     {"e":"forceOrder","E":1568014460893,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.014",
    ///      "p":"9910","ap":"9910","X":"FILLED","l":"0.014","z":"0.014","T":1568014460893}}
    func forceOrder(_ liquidation: SyntheticLiquidation, into sink: inout FrameSink) {
        openStream(into: &sink.writer)
        sink.writer.text("{\"e\":\"\(BinanceChannel.forceOrder)\",\"E\":")
        sink.writer.milliseconds(time)
        sink.writer.text(",\"o\":{\"s\":\"\(instrument.symbol)\"")
        if product == .inverse { sink.writer.text(",\"ps\":\"\(instrument.binancePair)\"") }
        sink.writer.raw(liquidation.isLong ? ",\"S\":\"SELL\"" : ",\"S\":\"BUY\"")
        sink.writer.raw(",\"o\":\"LIMIT\",\"f\":\"IOC\"")
        size(",\"q\":", liquidation.lots, into: &sink.writer)
        price(",\"p\":", liquidation.bankruptcyTicks, into: &sink.writer)
        price(",\"ap\":", liquidation.averageTicks, into: &sink.writer)
        sink.writer.raw(",\"X\":\"FILLED\"")
        size(",\"l\":", liquidation.lots, into: &sink.writer)
        size(",\"z\":", liquidation.lots, into: &sink.writer)
        sink.writer.raw(",\"T\":")
        sink.writer.milliseconds(time)
        sink.writer.raw("}")
        end(into: &sink)
    }

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Contract-Info-Stream
    ///
    ///     {"e":"contractInfo","E":1669647330375,"s":"IOTAUSDT","ps":"IOTAUSDT","ct":"PERPETUAL","dt":4133404800000,
    ///      "ot":1569398400000,"cs":"TRADING"}
    func contractInfo(into sink: inout FrameSink) {
        if channel != nil { sink.writer.raw("{\"stream\":\"!contractInfo\",\"data\":") }
        sink.writer.raw("{\"e\":\"contractInfo\",\"E\":")
        sink.writer.milliseconds(time)
        let delivery = instrument.expiry.map { $0.nanoseconds / 1_000_000 } ?? BinanceSimulation.perpetualDelivery
        sink.writer.text(
            """
            ,"s":"\(instrument.symbol)","ps":"\(instrument.binancePair)","ct":"\(instrument.binanceContractType)",\
            "dt":\(delivery),"ot":1569398400000,"cs":"TRADING"
            """)
        end(into: &sink)
    }
}
