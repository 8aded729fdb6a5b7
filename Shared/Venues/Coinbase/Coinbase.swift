public import MarketData
public import VenueKit

/// Coinbase: spot, over its two feeds.
///
/// Advanced Trade (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-overview) sends all
/// its market data without a key and is the default. Exchange (https://docs.cdp.coinbase.com/exchange/websocket-feed/overview)
/// alone has orders, but since 2023 asks for a key on `level2`, `level3` and `full`
/// (https://docs.cdp.coinbase.com/exchange/websocket-feed/authentication); its `level2_batch`, `matches`, `ticker` and
/// `status` are public still. A subscription that wants orders gets Exchange's frames and needs its endpoint.
public struct Coinbase: Venue {
    static let venueName = "coinbase"

    /// A venue has no state.
    public init() {}

    /// `coinbase`.
    public var name: String { Self.venueName }

    /// Spot: its futures are other venues' markets, shown.
    public var products: [Product] { [.spot] }

    /// The kinds available without a key. Orders are decoded, but they require an account.
    public func kinds(for product: Product) -> [EventKind] {
        [.trade, .book, .quote, .ticker, .instrument, .status]
    }

    /// Advanced Trade's public endpoints; Exchange's are `wss://ws-feed.exchange.coinbase.com` and
    /// `https://api.exchange.coinbase.com`.
    public func endpoints(for product: Product) -> VenueEndpoints {
        VenueEndpoints(webSocket: ["wss://advanced-trade-ws.coinbase.com"], rest: ["https://api.coinbase.com"])
    }

    /// See `CoinbaseConnection`.
    public func plan(_ subscription: Subscription) -> [ConnectionPlan] {
        CoinbaseConnection(subscription: subscription).plans()
    }

    /// `pagination` of `/api/v3/brokerage/market/products` names the next page's cursor.
    public func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest? {
        guard request.path.hasPrefix(CoinbaseConnection.marketProductsPath) else { return nil }
        return request.nextPage(after: body, object: "pagination", field: "next_cursor")
    }

    /// See `Venue.makeReader(for:)`.
    public func makeReader(for product: Product) -> any SessionReader { CoinbaseReader() }

    /// A decoder for one connection.
    public func makeDecoder(for product: Product) -> any FrameDecoder {
        CoinbaseDecoder(product: product)
    }
}
