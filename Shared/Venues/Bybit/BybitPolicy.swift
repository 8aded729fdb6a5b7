public import MarketData
public import VenueKit

extension Bybit {
    /// Limits count per address and over all of its hosts (https://bybit-exchange.github.io/docs/v5/rate-limit): 500
    /// connections in 5 minutes, 600 REST requests in 5 seconds; "403, access too frequent" means to stay away for ten
    /// minutes. A ping every 20 seconds is recommended (https://bybit-exchange.github.io/docs/v5/ws/connect) and answered by
    /// a frame, so that three missing answers are a dead connection.
    ///
    /// No limit of frames that a client sends is documented; ten a second are ours.
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 100, tokens: 300, milliseconds: 300_000), sends: .spaced(milliseconds: 100),
            requests: RateLimit(burst: 50, tokens: 200, milliseconds: 5000))
        policy.heartbeat = Heartbeat(intervalMilliseconds: 20_000, frame: #"{"op":"ping"}"#)
        policy.idleLimitMilliseconds = 60_000
        policy.banSeconds = [403: 600]
        return policy
    }
}
