import MarketData

/// One venue and product, which share one market or one playback.
struct FeedKey: Hashable, Sendable {
    /// The venue's name.
    var venue: String
    /// The product.
    var product: Product

    /// `bybit/linear`.
    var name: String { "\(venue)/\(product.name)" }
}
