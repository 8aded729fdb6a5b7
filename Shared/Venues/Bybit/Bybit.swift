public import MarketData
public import VenueKit

/// Bybit v5: spot, linear and inverse contracts, options. https://bybit-exchange.github.io/docs/v5/intro
public struct Bybit: Venue {
    static let venueName = "bybit"

    /// A venue has no state.
    public init() {}

    /// `bybit`.
    public var name: String { Self.venueName }

    /// One connection path each.
    public var products: [Product] { [.spot, .linear, .inverse, .option] }

    /// Funding and liquidations exist on contracts only.
    public func kinds(for product: Product) -> [EventKind] {
        switch product {
        case .spot, .option: [.trade, .book, .quote, .ticker, .instrument]
        case .linear, .inverse: [.trade, .book, .quote, .ticker, .funding, .liquidation, .instrument]
        }
    }

    /// https://bybit-exchange.github.io/docs/v5/ws/connect, https://bybit-exchange.github.io/docs/v5/guide
    public func endpoints(for product: Product) -> VenueEndpoints {
        VenueEndpoints(
            webSocket: ["wss://stream.bybit.com"], rest: ["https://api.bybit.com", "https://api.bytick.com"])
    }

    /// A symbol's topics share a connection; see `BybitConnection` for the limits.
    public func plan(_ subscription: Subscription) -> [ConnectionPlan] {
        BybitConnection(subscription: subscription).plans()
    }

    /// `result.nextPageCursor` is empty on the last page and comes percent-encoded already.
    public func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest? {
        guard request.path.hasPrefix(BybitConnection.instrumentsPath) else { return nil }
        return request.nextPage(after: body, object: "result", field: "nextPageCursor")
    }

    /// See `Venue.makeReader(for:)`.
    public func makeReader(for product: Product) -> any SessionReader { BybitReader() }

    /// A decoder for one connection of a product.
    public func makeDecoder(for product: Product) -> any FrameDecoder {
        BybitDecoder(product: product)
    }
}
