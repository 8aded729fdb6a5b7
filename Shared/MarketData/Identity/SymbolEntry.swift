/// The entry of a `SymbolID`, with the texts in the form that documents need.
public struct SymbolEntry: Sendable, Hashable {
    /// The venue's name, such as `binance`.
    public let venue: String
    /// The kind of market.
    public let product: Product
    /// The venue's own spelling, such as `BTCUSDT`.
    public let symbol: String
    /// Our name: `BTC-USDT`, `BTC-USDT-PERP`, `BTC-USD-20261225`, `BTC-USD-20261225-50000-C`.
    public let instrument: String

    /// `instrument` is our name, `symbol` the venue's.
    public init(venue: String, product: Product, symbol: String, instrument: String) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
        self.instrument = instrument
    }

    /// The market's name.
    public var market: MarketName { MarketName(venue: venue, product: product, symbol: symbol) }
}
