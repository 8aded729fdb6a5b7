import MarketData

/// The best bid and ask of a market as stored in Redis under `bbo:<venue>:<product>:<symbol>`.
struct MarketQuote: Equatable {
    var market: MarketName
    /// Plain decimals; empty for an empty side.
    var bid = ""
    var ask = ""
    var state = ""
    /// When the last change arrived at our socket; nil if unknown.
    var receiveTime: Int64?

    init(_ market: MarketName, fields: [String: String]) {
        self.market = market
        bid = fields["bid_price"] ?? ""
        ask = fields["ask_price"] ?? ""
        state = fields["state"] ?? ""
        receiveTime = fields["ts_recv"].flatMap { Int64($0) }
    }
}
