import BinanceVenue
import JSON
import MarketData
import VenueKit

extension BinanceSimulation {
    /// Answers the book snapshot, the instruments, the open interest and the time.
    func respond(
        to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp
    ) -> SimulationResponse {
        guard request.path.hasPrefix(prefix + "/") else { return SimulationResponse(status: 404, text: "") }
        switch request.path.dropFirst(prefix.count + 1) {
        case "depth": return depth(request, market, time)
        case "exchangeInfo": return exchangeInfo(request, market, time)
        case "openInterest" where product != .spot: return openInterest(request, market, time)
        case "ping": return SimulationResponse(status: 200, text: "{}")
        case "time": return SimulationResponse(status: 200, text: "{\"serverTime\":\(time.nanoseconds / 1_000_000)}")
        default: return SimulationResponse(status: 404, text: "")
        }
    }

    private var prefix: String {
        switch product {
        case .linear: "/fapi/v1"
        case .inverse: "/dapi/v1"
        default: "/api/v3"
        }
    }

    private var invalidSymbol: SimulationResponse {
        SimulationResponse(status: 400, text: "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}")
    }

    /// The current book. It is ahead of the stream's last event, so that a reader must find the event that bridges it:
    /// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#how-to-manage-a-local-order-book-correctly
    ///
    ///     {"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}
    private func depth(
        _ request: SimulationRequest, _ market: any SyntheticMarketView, _ time: Timestamp
    ) -> SimulationResponse {
        guard let symbol = request.queryValue("symbol"), let index = market.index(of: symbol) else {
            return invalidSymbol
        }
        let limit = request.queryValue("limit").flatMap { Int($0) } ?? (product == .spot ? 100 : 500)
        let book = market.liveBook(index)
        let instrument = instruments[index]
        var writer = JSONWriter()
        writer.raw("{\"lastUpdateId\":")
        writer.integer(book.lastUpdate)
        if product != .spot {
            let milliseconds = book.time.nanoseconds / 1_000_000
            writer.text(",\"E\":\(milliseconds),\"T\":\(milliseconds)")
        }
        if product == .inverse {
            writer.text(",\"symbol\":\"\(symbol)\",\"pair\":\"\(instrument.binancePair)\"")
        }
        writer.raw(",\"bids\":")
        writer.binanceLevels(book.bids.prefix(max(1, limit)), of: instrument)
        writer.raw(",\"asks\":")
        writer.binanceLevels(book.asks.prefix(max(1, limit)), of: instrument)
        writer.raw("}")
        return SimulationResponse(body: Array(writer.bytes))
    }

    ///     {"symbol":"BTCUSDT","openInterest":"10659.509","time":1589437530011}
    private func openInterest(
        _ request: SimulationRequest, _ market: any SyntheticMarketView, _ time: Timestamp
    ) -> SimulationResponse {
        guard let symbol = request.queryValue("symbol"), let index = market.index(of: symbol) else {
            return invalidSymbol
        }
        let open = instruments[index].size(market.ticker(index).openInterestLots).text
        let pair =
            product == .inverse
            ? "\"pair\":\"\(instruments[index].binancePair)\",\"contractType\":\"\(instruments[index].binanceContractType)\","
            : ""
        return SimulationResponse(
            status: 200,
            text:
                "{\"symbol\":\"\(symbol)\",\(pair)\"openInterest\":\"\(open)\",\"time\":\(time.nanoseconds / 1_000_000)}"
        )
    }

    /// The instruments requested by `symbol` or by `symbols`, a JSON list; all without either.
    private func exchangeInfo(
        _ request: SimulationRequest, _ market: any SyntheticMarketView, _ time: Timestamp
    ) -> SimulationResponse {
        var wanted = instruments.filter { market.isListed($0.symbol) }
        if let symbol = request.queryValue("symbol") {
            wanted = instruments.filter { $0.symbol == symbol }
            guard !wanted.isEmpty else { return invalidSymbol }
        } else if let list = request.queryValue("symbols") {
            guard let names = Array(list.utf8).withUnsafeBytes({ ClientMessage($0)?.texts }) else {
                let text = "Illegal characters found in parameter 'symbols'"
                return SimulationResponse(status: 400, text: "{\"code\":-1100,\"msg\":\"\(text)\"}")
            }
            wanted = instruments.filter { names.contains($0.symbol) }
            guard wanted.count == names.count else { return invalidSymbol }
        }
        var text = "{\"timezone\":\"UTC\",\"serverTime\":\(time.nanoseconds / 1_000_000),"
        if product == .linear { text += "\"futuresType\":\"U_MARGINED\"," }
        text += "\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\",\"intervalNum\":1,"
        text += "\"limit\":\(product == .spot ? 6000 : 2400)}],\"exchangeFilters\":[],\"symbols\":["
        text += wanted.map { product == .spot ? spotDescription($0) : futuresDescription($0) }.joined(separator: ",")
        return SimulationResponse(status: 200, text: text + "]}")
    }

    private func filters(_ instrument: SyntheticInstrument) -> String {
        let tick = instrument.tick.text
        let lot = instrument.lot.text
        return """
            "filters":[{"filterType":"PRICE_FILTER","minPrice":"\(tick)","maxPrice":"1000000.00","tickSize":"\(tick)"},\
            {"filterType":"LOT_SIZE","minQty":"\(lot)","maxQty":"9000.00","stepSize":"\(lot)"}]
            """
    }

    /// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints#exchange-information
    private func spotDescription(_ instrument: SyntheticInstrument) -> String {
        """
        {"symbol":"\(instrument.symbol)","status":"TRADING","baseAsset":"\(instrument.base)","baseAssetPrecision":8,\
        "quoteAsset":"\(instrument.quote)","quotePrecision":8,"quoteAssetPrecision":8,"orderTypes":["LIMIT","MARKET"],\
        "icebergAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":false,\(filters(instrument)),\
        "permissions":[],"defaultSelfTradePreventionMode":"NONE"}
        """
    }

    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Exchange-Information
    private func futuresDescription(_ instrument: SyntheticInstrument) -> String {
        let delivery = instrument.expiry.map { $0.nanoseconds / 1_000_000 } ?? Self.perpetualDelivery
        let status =
            product == .inverse ? "\"contractStatus\":\"TRADING\",\"contractSize\":100" : "\"status\":\"TRADING\""
        return """
            {"symbol":"\(instrument.symbol)","pair":"\(instrument.binancePair)",\
            "contractType":"\(instrument.binanceContractType)","deliveryDate":\(delivery),"onboardDate":1569398400000,\
            \(status),"baseAsset":"\(instrument.base)","quoteAsset":"\(instrument.quote)",\
            "marginAsset":"\(instrument.settle)","pricePrecision":\(instrument.tick.digits),\
            "quantityPrecision":\(instrument.lot.digits),"baseAssetPrecision":8,"quotePrecision":8,\
            "underlyingType":"COIN",\(filters(instrument)),"orderTypes":["LIMIT","MARKET"],\
            "timeInForce":["GTC","IOC","FOK","GTX"]}
            """
    }
}
