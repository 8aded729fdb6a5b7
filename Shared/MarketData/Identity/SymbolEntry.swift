/// What a `SymbolID` stands for, with the texts in the form documents need.
public struct SymbolEntry: Sendable, Hashable {
    /// The venue's name, such as `binance`.
    public let venue: String
    /// The kind of market.
    public let product: Product
    /// The venue's own spelling, such as `BTCUSDT`.
    public let symbol: String
    /// Ours: `BTC-USDT`, `BTC-USDT-PERP`, `BTC-USD-20261225`, `BTC-USD-20261225-50000-C`.
    public let instrument: String

    /// Makes an entry.
    public init(venue: String, product: Product, symbol: String, instrument: String) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
        self.instrument = instrument
    }

    /// The market's name.
    public var market: MarketName { MarketName(venue: venue, product: product, symbol: symbol) }
}
