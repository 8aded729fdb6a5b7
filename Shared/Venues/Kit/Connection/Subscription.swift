public import MarketData

/// What a user wants of one product of a venue.
public struct Subscription: Sendable {
    /// The kind of market.
    public var product: Product
    /// The venue's spellings.
    public var symbols: [String]
    /// The kinds of event; a venue passes over what it does not have.
    public var kinds: Set<EventKind>
    /// The book depth asked for; nil takes the venue's best for a gapless book.
    public var bookDepth: Int?

    /// Makes a subscription.
    public init(product: Product, symbols: [String], kinds: Set<EventKind>, bookDepth: Int? = nil) {
        self.product = product
        self.symbols = symbols
        self.kinds = kinds
        self.bookDepth = bookDepth
    }
}
