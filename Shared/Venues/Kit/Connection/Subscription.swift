public import MarketData

/// What the configuration requests from one product of a venue.
public struct Subscription: Sendable {
    /// The kind of market.
    public var product: Product
    /// The venue's spellings.
    public var symbols: [String]
    /// The kinds of event; a venue ignores kinds that it does not have.
    public var kinds: Set<EventKind>
    /// The requested book depth; nil for the venue's best depth for a gapless book.
    public var bookDepth: Int?

    /// `symbols` are in the venue's spelling; `bookDepth` is in levels per side.
    public init(product: Product, symbols: [String], kinds: Set<EventKind>, bookDepth: Int? = nil) {
        self.product = product
        self.symbols = symbols
        self.kinds = kinds
        self.bookDepth = bookDepth
    }
}
