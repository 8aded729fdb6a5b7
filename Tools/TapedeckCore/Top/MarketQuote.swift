/// The best bid and ask of a market as Redis holds them under `bbo:<venue>:<symbol>`.
struct MarketQuote: Equatable {
    var venue: String
    var symbol: String
    /// Empty for the market that owns the plain key.
    var product = ""
    /// Plain decimals; empty for an empty side.
    var bid = ""
    var ask = ""
    var state = ""
    /// When our socket had the last change; nil where it is not told.
    var receiveTime: Int64?

    init(venue: String, symbol: String, product: String = "", fields: [String: String]) {
        self.venue = venue
        self.symbol = symbol
        self.product = product
        bid = fields["bid_price"] ?? ""
        ask = fields["ask_price"] ?? ""
        state = fields["state"] ?? ""
        receiveTime = fields["ts_recv"].flatMap { Int64($0) }
    }
}
