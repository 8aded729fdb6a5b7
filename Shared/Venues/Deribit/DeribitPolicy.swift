public import MarketData
public import VenueKit

extension Deribit {
    /// `public/subscribe` costs 3,000 of 30,000 credits, which come back at 10,000 a second: ten at once, then 3.3 a second
    /// (https://docs.deribit.com/articles/rate-limits). An address has 32 connections, REST requests included, and gets 429
    /// beyond them (https://docs.deribit.com/articles/connection-management-best-practices); how fast they may be opened is
    /// not documented, one a second after ten is ours. Requests without a login are limited per address without a number:
    /// five a second are ours.
    ///
    /// The venue sends a heartbeat as often as was asked for, so two of them missing are a dead connection.
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 10, tokens: 1, milliseconds: 1000), sends: .spaced(milliseconds: 400),
            requests: RateLimit(burst: 10, tokens: 5, milliseconds: 1000))
        // Two are left for REST, and successors come one by one.
        policy.maximumConnections = 28
        policy.idleLimitMilliseconds = DeribitConnection.heartbeatSeconds * 2000
        return policy
    }
}
