import MarketData

/// One venue and product: what shares one market or one playback.
struct FeedKey: Hashable, Sendable {
    /// The venue's name.
    var venue: String
    /// The kind of market.
    var product: Product

    /// `bybit/linear`.
    var name: String { "\(venue)/\(product.name)" }
}
