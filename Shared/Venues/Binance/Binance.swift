public import MarketData
public import VenueKit

/// Binance: spot, USD-M futures (linear) and COIN-M futures (inverse).
///
/// docs/venues/binance.md describes the channels, limits, rules and peculiarities.
public struct Binance: Venue {
    static let name = "binance"

    /// A venue has no state.
    public init() {}

    /// See `Venue.name`.
    public var name: String { Self.name }

    /// See `Venue.products`.
    public var products: [Product] { [.spot, .linear, .inverse] }

    /// See `Venue.kinds(for:)`.
    public func kinds(for product: Product) -> [EventKind] {
        switch product {
        case .spot: [.trade, .book, .quote, .ticker, .instrument]
        case .linear, .inverse: [.trade, .book, .quote, .ticker, .funding, .liquidation, .instrument, .status]
        case .option: []
        }
    }

    /// - `stream.binance.com`, `data-stream.binance.vision` (market data only):
    ///   https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
    /// - `fstream.binance.com`, since April 2026 with the paths `/public` and `/market`:
    ///   https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Important-WebSocket-Change-Notice
    /// - `dstream.binance.com`:
    ///   https://developers.binance.com/docs/derivatives/coin-margined-futures/websocket-market-streams
    public func endpoints(for product: Product) -> VenueEndpoints {
        switch product {
        case .spot, .option:
            VenueEndpoints(
                webSocket: [
                    "wss://stream.binance.com:9443", "wss://data-stream.binance.vision", "wss://stream.binance.com:443",
                ],
                rest: ["https://api.binance.com", "https://data-api.binance.vision", "https://api-gcp.binance.com"])
        case .linear:
            VenueEndpoints(webSocket: ["wss://fstream.binance.com"], rest: ["https://fapi.binance.com"])
        case .inverse:
            VenueEndpoints(webSocket: ["wss://dstream.binance.com"], rest: ["https://dapi.binance.com"])
        }
    }

    /// See `Venue.plan(_:)`.
    public func plan(_ subscription: Subscription) -> [ConnectionPlan] {
        BinanceConnection(subscription).plans
    }

    /// See `Venue.makeReader(for:)`.
    public func makeReader(for product: Product) -> any SessionReader { BinanceReader() }

    /// See `Venue.makeDecoder(for:)`.
    public func makeDecoder(for product: Product) -> any FrameDecoder {
        BinanceDecoder(product: product)
    }
}
