import DeribitVenue
import MarketData
import VenueKit

extension DeribitSimulation {
    /// Answers instruments, one order book, the platform's status and the time.
    func respond(
        to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp
    ) -> SimulationResponse {
        guard request.path.hasPrefix("/api/v2/public/") else { return SimulationResponse(status: 404, text: "") }
        let result: String
        switch request.lastComponent {
        case "get_instruments": result = listing(request, market)
        case "get_order_book":
            guard let name = request.queryValue("instrument_name"), let index = market.index(of: name) else {
                return failure(-32602, "Invalid params")
            }
            result = book(index, market)
        case "get_time": result = String(time.nanoseconds / 1_000_000)
        case "status": result = "{\"locked\":\"false\",\"locked_indices\":[]}"
        case "test": result = "{\"version\":\"1.2.26\"}"
        default: return failure(-32601, "Method not found")
        }
        let microseconds = time.nanoseconds / 1000
        return SimulationResponse(
            status: 200,
            text: """
                {"jsonrpc":"2.0","result":\(result),"usIn":\(microseconds),"usOut":\(microseconds + 150),"usDiff":150,\
                "testnet":false}
                """)
    }

    private func failure(_ code: Int, _ message: String) -> SimulationResponse {
        SimulationResponse(
            status: 400,
            text: "{\"jsonrpc\":\"2.0\",\"error\":{\"message\":\"\(message)\",\"code\":\(code)},\"testnet\":false}")
    }

    /// https://docs.deribit.com/#public-get_instruments: for one `currency`, or `any`; for one `kind`, or all.
    private func listing(_ request: SimulationRequest, _ market: any SyntheticMarketView) -> String {
        let currency = request.queryValue("currency") ?? "any"
        let kind = request.queryValue("kind") ?? "any"
        let wanted = instruments.filter {
            market.isListed($0.symbol) && (currency == "any" || currency == $0.deribitCurrency)
                && (kind == "any" || kind == $0.deribitKind)
        }
        return "[" + wanted.map(description).joined(separator: ",") + "]"
    }

    private func description(_ instrument: SyntheticInstrument) -> String {
        // A perpetual expires in the year 3000.
        let expiry = instrument.expiry.map { $0.nanoseconds / 1_000_000 } ?? 32_503_708_800_000
        var text = "{\"tick_size\":\(instrument.tick.text),\"tick_size_steps\":[],\"taker_commission\":0.0005,"
        text += "\"maker_commission\":0.0,\"settlement_period\":"
        text += instrument.isPerpetual ? "\"perpetual\"," : "\"month\","
        if instrument.contract != .spot { text += "\"settlement_currency\":\"\(instrument.settle)\"," }
        if case .option(_, let strike, let isCall) = instrument.contract {
            text += "\"strike\":\(strike).0,\"option_type\":\"\(isCall ? "call" : "put")\","
        }
        // An inverse option is quoted and counted in its base currency.
        let isOption = instrument.deribitKind == "option"
        let isInverse = instrument.contract != .spot && instrument.settle == instrument.base
        text += "\"quote_currency\":\"\(isOption ? instrument.base : instrument.quote)\","
        text += "\"counter_currency\":\"\(instrument.quote)\",\"base_currency\":\"\(instrument.base)\","
        text += "\"price_index\":\"\(instrument.base.lowercased())_\(instrument.quote.lowercased())\","
        if instrument.contract != .spot {
            text += "\"instrument_type\":\"\(isInverse ? "reversed" : "linear")\","
            if !isOption { text += "\"future_type\":\"\(isInverse ? "reversed" : "linear")\",\"max_leverage\":50," }
        }
        let contractSize = isOption ? "1.0" : instrument.lot.text
        text += "\"min_trade_amount\":\(instrument.lot.text),\"contract_size\":\(contractSize),"
        text +=
            "\"kind\":\"\(instrument.deribitKind)\",\"is_active\":true,\"instrument_name\":\"\(instrument.symbol)\","
        text += "\"instrument_id\":\(instrument.symbol.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000_003 }),"
        text += "\"expiration_timestamp\":\(expiry),\"creation_timestamp\":1534242287000,\"rfq\":false}"
        return text
    }

    private func book(_ index: Int, _ market: any SyntheticMarketView) -> String {
        let book = market.publishedBook(index)
        let instrument = instruments[index]
        func side(_ levels: [SyntheticLevel]) -> String {
            levels.map { "[\(instrument.price($0.ticks).text),\(instrument.size($0.lots).text)]" }
                .joined(separator: ",")
        }
        return """
            {"timestamp":\(book.time.nanoseconds / 1_000_000),"instrument_name":"\(instrument.symbol)",\
            "state":"open","change_id":\(book.crossSequence),"bids":[\(side(book.bids))],"asks":[\(side(book.asks))]}
            """
    }
}
