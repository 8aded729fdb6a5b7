public import MarketData
public import VenueKit

extension Coinbase {
    /// Connections and unauthenticated messages "are rate-limited at 8 per second per IP address"
    /// (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-rate-limits); public REST at 10
    /// requests a second (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/guides/rate-limits). Heartbeats
    /// come every second, so ten seconds of silence are a dead connection.
    ///
    /// Books have no numbers, so that a connection and its successor must not overlap.
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 4, tokens: 4, milliseconds: 1000), sends: .spaced(milliseconds: 150),
            requests: RateLimit(burst: 5, tokens: 5, milliseconds: 1000))
        policy.idleLimitMilliseconds = 10_000
        policy.handover = .switching
        return policy
    }
}
