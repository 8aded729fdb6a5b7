import CoinbaseVenue
import JSON
import MarketData
import VenueKit

extension CoinbaseSimulation {
    /// Answers products and books: Exchange's under `/products`, Advanced Trade's under `/api/v3/brokerage/market`.
    func respond(
        to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp
    ) -> SimulationResponse {
        let parts = request.path.split(separator: "/").map(String.init)
        if parts.starts(with: ["api", "v3", "brokerage"]) {
            return advanced(Array(parts.dropFirst(3)), request, market)
        }
        switch (parts.first, parts.count) {
        case ("products", 1):
            let list = instruments.filter { market.isListed($0.symbol) }.map(Self.exchangeProduct).joined(
                separator: ",")
            return SimulationResponse(status: 200, text: "[\(list)]")
        case ("products", 2), ("products", 3):
            guard let index = market.index(of: parts[1]) else { return notFound }
            if parts.count == 2 {
                return SimulationResponse(status: 200, text: Self.exchangeProduct(instruments[index]))
            }
            guard parts[2] == "book" else { return notFound }
            return book(index, level: request.queryValue("level") ?? "1", market)
        case ("time", 1):
            let seconds = time.nanoseconds / 1_000_000_000
            return SimulationResponse(status: 200, text: "{\"iso\":\"\(time)\",\"epoch\":\(seconds)}")
        default: return notFound
        }
    }

    private var notFound: SimulationResponse { SimulationResponse(status: 404, text: "{\"message\":\"NotFound\"}") }

    /// https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-all-known-trading-pairs
    static func exchangeProduct(_ instrument: SyntheticInstrument) -> String {
        """
        {"id":"\(instrument.symbol)","base_currency":"\(instrument.base)","quote_currency":"\(instrument.quote)",\
        "quote_increment":"\(instrument.tick.text)","base_increment":"\(instrument.lot.text)",\
        "display_name":"\(instrument.symbol)","min_market_funds":"1","margin_enabled":false,"post_only":false,\
        "limit_only":false,"cancel_only":false,"status":"online","status_message":"","trading_disabled":false,\
        "fx_stablecoin":false,"max_slippage_percentage":"0.02000000","auction_mode":false}
        """
    }

    /// https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-book: level 1 has the best level
    /// of each side, 2 has the levels with their number of orders, 3 has the orders.
    private func book(_ index: Int, level: String, _ market: any SyntheticMarketView) -> SimulationResponse {
        let instrument = instruments[index]
        let orders = market.orders(index)
        let book = market.liveBook(index)
        var writer = JSONWriter()
        for side in [Side.bid, .ask] {
            writer.raw(side == .bid ? "{\"bids\":[" : "],\"asks\":[")
            let resting = side == .bid ? orders.bids : orders.asks
            if level == "3" {
                writeOrders(resting, instrument, into: &writer)
            } else {
                let levels = (side == .bid ? book.bids : book.asks).prefix(level == "1" ? 1 : .max)
                writeLevels(levels, resting, instrument, into: &writer)
            }
        }
        writer.text("],\"sequence\":\(orders.sequence),\"auction_mode\":false,\"auction\":null,\"time\":")
        writer.isoTime(book.time)
        writer.raw("}")
        return SimulationResponse(body: Array(writer.bytes))
    }

    private func writeOrders(
        _ orders: [SyntheticOrder], _ instrument: SyntheticInstrument, into writer: inout JSONWriter
    ) {
        for (index, order) in orders.enumerated() {
            writer.raw(index == 0 ? "[" : ",[")
            writer.number(instrument.price(order.ticks), .quotedShort)
            writer.raw(",")
            writer.number(instrument.size(order.lots), .quotedShort)
            writer.text(",\"\(order.uuid)\"]")
        }
    }

    private func writeLevels(
        _ levels: ArraySlice<SyntheticLevel>, _ orders: [SyntheticOrder], _ instrument: SyntheticInstrument,
        into writer: inout JSONWriter
    ) {
        for (index, level) in levels.enumerated() {
            writer.raw(index == 0 ? "[" : ",[")
            writer.number(instrument.price(level.ticks), .quotedShort)
            writer.raw(",")
            writer.number(instrument.size(level.lots), .quotedShort)
            writer.text(",\(orders.count { $0.ticks == level.ticks })]")
        }
    }

    // MARK: - Advanced Trade

    private func advanced(
        _ parts: [String], _ request: SimulationRequest, _ market: any SyntheticMarketView
    ) -> SimulationResponse {
        switch parts {
        case ["market", "products"]:
            let listed = instruments.indices.filter { market.isListed(instruments[$0].symbol) }
            let list = listed.map { advancedProduct($0, market) }.joined(separator: ",")
            return SimulationResponse(
                status: 200, text: "{\"products\":[\(list)],\"num_products\":\(listed.count)}")
        case ["market", "product_book"]:
            guard let symbol = request.queryValue("product_id"), let index = market.index(of: symbol) else {
                return notFound
            }
            return advancedBook(index, market)
        default: return notFound
        }
    }

    /// https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products
    private func advancedProduct(_ index: Int, _ market: any SyntheticMarketView) -> String {
        let instrument = instruments[index]
        let ticker = market.ticker(index)
        return """
            {"product_id":"\(instrument.symbol)","price":"\(instrument.price(ticker.lastTicks).text)",\
            "volume_24h":"\(instrument.size(ticker.volumeLots).text)","base_increment":"\(instrument.lot.text)",\
            "quote_increment":"\(instrument.tick.text)","quote_min_size":"1","quote_max_size":"150000000",\
            "base_min_size":"\(instrument.lot.text)","base_max_size":"3400","base_name":"\(instrument.base)",\
            "quote_name":"US Dollar","watched":false,"is_disabled":false,"new":false,"status":"online",\
            "cancel_only":false,"limit_only":false,"post_only":false,"trading_disabled":false,"auction_mode":false,\
            "product_type":"SPOT","quote_currency_id":"\(instrument.quote)","base_currency_id":"\(instrument.base)",\
            "alias":"","alias_to":[],"base_display_symbol":"\(instrument.base)",\
            "quote_display_symbol":"\(instrument.quote)","price_increment":"\(instrument.tick.text)",\
            "display_name":"\(instrument.symbol)","product_venue":"CBE"}
            """
    }

    private func advancedBook(_ index: Int, _ market: any SyntheticMarketView) -> SimulationResponse {
        let book = market.publishedBook(index)
        let instrument = instruments[index]
        func side(_ levels: [SyntheticLevel]) -> String {
            levels.map {
                "{\"price\":\"\(instrument.price($0.ticks).text)\",\"size\":\"\(instrument.size($0.lots).text)\"}"
            }.joined(separator: ",")
        }
        return SimulationResponse(
            status: 200,
            text: """
                {"pricebook":{"product_id":"\(instrument.symbol)","bids":[\(side(book.bids))],\
                "asks":[\(side(book.asks))],"time":"\(book.time)"}}
                """)
    }
}
