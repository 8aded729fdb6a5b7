public import MarketData
public import VenueKit

/// Deribit: inverse and linear futures, options and spot, over one JSON-RPC WebSocket.
///
/// docs/venues/deribit.md describes the channels, limits, rules and peculiarities.
public struct Deribit: Venue {
    static let name = "deribit"

    /// A venue has no state.
    public init() {}

    /// See `Venue.name`.
    public var name: String { Self.name }

    /// See `Venue.products`.
    public var products: [Product] { [.inverse, .linear, .option, .spot] }

    /// See `Venue.kinds(for:)`.
    public func kinds(for product: Product) -> [EventKind] {
        switch product {
        case .inverse, .linear: [.trade, .book, .quote, .ticker, .funding, .liquidation, .instrument, .status]
        case .option, .spot: [.trade, .book, .quote, .ticker, .instrument, .status]
        }
    }

    /// A combination is traded as one instrument, and its price is the difference between the prices of its legs:
    /// https://support.deribit.com/hc/en-us/articles/25944738513693-Combo-books
    public func hasPricesBelowZero(_ market: SymbolEntry) -> Bool { DeribitSymbols.isCombination(market.symbol) }

    /// `streams.deribit.com` serves public data without a login: https://docs.deribit.com/articles/market-data-collection-best-practices
    public func endpoints(for product: Product) -> VenueEndpoints {
        VenueEndpoints(
            webSocket: ["wss://www.deribit.com", "wss://streams.deribit.com"], rest: ["https://www.deribit.com"])
    }

    /// See `Venue.plan(_:)`.
    public func plan(_ subscription: Subscription) -> [ConnectionPlan] {
        DeribitConnection(subscription).plans
    }

    /// See `Venue.makeReader(for:)`.
    public func makeReader(for product: Product) -> any SessionReader { DeribitReader() }

    /// See `Venue.makeDecoder(for:)`.
    public func makeDecoder(for product: Product) -> any FrameDecoder {
        DeribitDecoder(product: product)
    }
}
