import BybitVenue
import JSON
import MarketData
import VenueKit

extension BybitSimulation {
    /// Answers instruments, the order book and the system's status.
    func respond(
        to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp
    ) -> SimulationResponse {
        var writer = JSONWriter()
        switch request.path {
        case "/v5/market/instruments-info":
            guard request.queryValue("category") == product.name else { return failure("params error: category", time) }
            writeInstruments(request, market, into: &writer)
        case "/v5/market/orderbook":
            guard let symbol = request.queryValue("symbol"), let index = market.index(of: symbol) else {
                return failure("Not supported symbols", time)
            }
            writeBook(index, market, into: &writer)
        case "/v5/system/status":
            writer.raw("{\"list\":[]}")
        case "/v5/market/time":
            writer.text("{\"timeSecond\":\"\(time.nanoseconds / 1_000_000_000)\",\"timeNano\":\"\(time.nanoseconds)\"}")
        default:
            return SimulationResponse(status: 404, text: "")
        }
        let envelope = "\"retExtInfo\":{},\"time\":\(time.nanoseconds / 1_000_000)}"
        return SimulationResponse(
            status: 200, text: "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":\(writer.string),\(envelope)")
    }

    private func failure(_ message: String, _ time: Timestamp) -> SimulationResponse {
        let milliseconds = time.nanoseconds / 1_000_000
        return SimulationResponse(
            status: 200,
            text:
                "{\"retCode\":10001,\"retMsg\":\"\(message)\",\"result\":{},\"retExtInfo\":{},\"time\":\(milliseconds)}"
        )
    }

    /// One page of https://bybit-exchange.github.io/docs/v5/market/instrument: `limit` (default 500) instruments from `cursor`
    /// on, and the next cursor, which is empty on the last page.
    private func writeInstruments(
        _ request: SimulationRequest, _ market: any SyntheticMarketView, into writer: inout JSONWriter
    ) {
        let limit = max(1, min(1000, request.queryValue("limit").flatMap { Int($0) } ?? 500))
        let first = request.queryValue("cursor").flatMap { Int($0) } ?? 0
        let listed = instruments.filter {
            market.isListed($0.symbol) && $0.base == request.queryValue("baseCoin") ?? $0.base
        }
        let page = listed.dropFirst(max(0, first)).prefix(limit)
        writer.text("{\"category\":\"\(product.name)\",\"list\":[")
        for (index, instrument) in page.enumerated() {
            if index > 0 { writer.raw(",") }
            write(instrument, into: &writer)
        }
        // Spot has a single page and no cursor.
        let next = first + page.count
        writer.text(
            product == .spot ? "]}" : "],\"nextPageCursor\":\"\(next < listed.count ? String(next) : "")\"}")
    }

    private func write(_ instrument: SyntheticInstrument, into writer: inout JSONWriter) {
        writer.text("{\"symbol\":\"\(instrument.symbol)\",")
        let tick = instrument.tick.text
        let lot = instrument.lot.text
        guard product != .spot else {
            return writer.text(
                """
                "baseCoin":"\(instrument.base)","quoteCoin":"\(instrument.quote)","innovation":"0","status":"Trading",\
                "marginTrading":"utaOnly","stTag":"0","lotSizeFilter":{"basePrecision":"\(lot)",\
                "quotePrecision":"0.0000001","minOrderQty":"\(lot)","maxOrderQty":"9000","minOrderAmt":"5",\
                "maxOrderAmt":"4000000"},"priceFilter":{"tickSize":"\(tick)"},"riskParameters":\
                {"priceLimitRatioX":"0.01","priceLimitRatioY":"0.02"}}
                """)
        }
        if case .option(let expiry, _, let isCall) = instrument.contract {
            return writer.text(
                """
                "status":"Trading","baseCoin":"\(instrument.base)","quoteCoin":"\(instrument.quote)",\
                "settleCoin":"\(instrument.settle)","optionsType":"\(isCall ? "Call" : "Put")",\
                "launchTime":"1785225600000","deliveryTime":"\(expiry.nanoseconds / 1_000_000)",\
                "deliveryFeeRate":"0.00015","priceFilter":{"minPrice":"\(tick)","maxPrice":"1110000",\
                "tickSize":"\(tick)"},"lotSizeFilter":{"maxOrderQty":"500","minOrderQty":"\(lot)","qtyStep":"\(lot)"}}
                """)
        }
        let delivery = instrument.expiry.map { $0.nanoseconds / 1_000_000 } ?? 0
        let family = product == .linear ? "Linear" : "Inverse"
        let contractType = instrument.isPerpetual ? "\(family)Perpetual" : "\(family)Futures"
        writer.text(
            """
            "contractType":"\(contractType)","status":"Trading","baseCoin":"\(instrument.base)",\
            "quoteCoin":"\(instrument.quote)","launchTime":"1585526400000","deliveryTime":"\(delivery)",\
            "deliveryFeeRate":"","priceScale":"\(instrument.tick.digits)","leverageFilter":{"minLeverage":"1",\
            "maxLeverage":"100.00","leverageStep":"0.01"},"priceFilter":{"minPrice":"\(tick)","maxPrice":"1999999.80",\
            "tickSize":"\(tick)"},"lotSizeFilter":{"maxOrderQty":"1190.000","minOrderQty":"\(lot)","qtyStep":"\(lot)",\
            "postOnlyMaxOrderQty":"1190.000","maxMktOrderQty":"500.000","minNotionalValue":"5"},\
            "unifiedMarginTrade":true,"fundingInterval":480,"settleCoin":"\(instrument.settle)","copyTrading":"both",\
            "upperFundingRate":"0.00375","lowerFundingRate":"-0.00375","isPreListing":false,"preListingInfo":null}
            """)
    }

    private func writeBook(_ index: Int, _ market: any SyntheticMarketView, into writer: inout JSONWriter) {
        let book = market.liveBook(index)
        writer.text("{\"s\":\"\(instruments[index].symbol)\",\"b\":")
        writer.bybitLevels(book.bids, of: instruments[index])
        writer.raw(",\"a\":")
        writer.bybitLevels(book.asks, of: instruments[index])
        let milliseconds = book.time.nanoseconds / 1_000_000
        writer.text(
            ",\"ts\":\(milliseconds),\"u\":\(book.publication),\"seq\":\(book.crossSequence),\"cts\":\(milliseconds)}")
    }
}

extension JSONWriter {
    /// Writes `[["65114.20","6.054"],…]`; a size of zero is `"0"`.
    mutating func bybitLevels(_ levels: some Collection<SyntheticLevel>, of instrument: SyntheticInstrument) {
        raw("[")
        var isFirst = true
        for level in levels {
            raw(isFirst ? "[" : ",[")
            isFirst = false
            number(instrument.price(level.ticks), .quoted)
            raw(",")
            if level.lots == 0 { raw("\"0\"") } else { number(instrument.size(level.lots), .quoted) }
            raw("]")
        }
        raw("]")
    }
}
