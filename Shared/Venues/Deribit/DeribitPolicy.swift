public import MarketData
public import VenueKit

extension Deribit {
    /// `public/subscribe` costs 3,000 of 30,000 credits, which refill at 10,000 per second: ten at once, then 3.3 per second
    /// (https://docs.deribit.com/articles/rate-limits). An address may have 32 connections, including REST requests, and gets
    /// 429 beyond them (https://docs.deribit.com/articles/connection-management-best-practices). The rate of opening them is
    /// not documented; one per second after ten is our choice. Requests without a login are limited per address without a
    /// documented number; five per second are our choice.
    ///
    /// The venue sends heartbeats at the requested interval, so a connection is dead after two missing ones.
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 10, tokens: 1, milliseconds: 1000), sends: .spaced(milliseconds: 400),
            requests: RateLimit(burst: 10, tokens: 5, milliseconds: 1000))
        // Two are reserved for REST, and successors are opened one at a time.
        policy.maximumConnections = 28
        policy.idleLimitMilliseconds = DeribitConnection.heartbeatSeconds * 2000
        return policy
    }
}
