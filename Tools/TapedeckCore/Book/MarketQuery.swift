import MarketData

/// A market as entered by a person: complete, `bybit:linear:BTCUSDT`, or by venue and symbol, `bybit BTCUSDT`.
struct MarketQuery: Equatable, CustomStringConvertible {
    /// The venue's name.
    var venue: String
    /// The product; nil if it was left out.
    var product: Product?
    /// The venue's spelling of the symbol.
    var symbol: String

    /// Parses the words of a command line, or one word with colons in their place. Fails if there is no symbol.
    init?(_ words: [String]) {
        let text = words.joined(separator: ":")
        if let market = MarketName(text) {
            self.init(market)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(venue: String(parts[0]), product: nil, symbol: String(parts[1]))
    }

    /// A query for exactly one market.
    init(_ market: MarketName) {
        self.init(venue: market.venue, product: market.product, symbol: market.symbol)
    }

    private init(venue: String, product: Product?, symbol: String) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
    }

    var description: String { [venue, product?.name, symbol].compactMap(\.self).joined(separator: " ") }

    /// The market; nil if the product was left out.
    var market: MarketName? { product.map { MarketName(venue: venue, product: $0, symbol: symbol) } }

    /// Whether the market matches.
    func matches(_ market: MarketName) -> Bool {
        market.venue == venue && market.symbol == symbol && (product == nil || market.product == product)
    }
}
