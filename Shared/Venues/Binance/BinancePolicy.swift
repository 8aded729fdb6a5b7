public import MarketData
public import VenueKit

extension Binance {
    /// Limits count per address. Connections: "300 connections per attempt every 5 minutes per IP"; frames: 5 a second on
    /// spot (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#websocket-limits), 10 on futures
    /// (https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams). REST: weight 6000 a
    /// minute on spot, 2400 on futures, counted by the minute of the clock, so that burst and refill together stay below it;
    /// 429 and 418 name the seconds to wait (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits).
    ///
    /// The venue pings every 20 seconds on spot, every 3 minutes on futures, below the frames; ours are answered at once.
    /// "A single connection is only valid for 24 hours".
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 60, tokens: 200, milliseconds: 300_000),
            sends: .spaced(milliseconds: product == .spot ? 300 : 150),
            requests: product == .spot
                ? RateLimit(burst: 2000, tokens: 3000, milliseconds: 60_000)
                : RateLimit(burst: 800, tokens: 1200, milliseconds: 60_000))
        policy.pingMilliseconds = 20_000
        policy.idleLimitMilliseconds = 60_000
        policy.maximumAgeSeconds = 24 * 3600
        return policy
    }
}
