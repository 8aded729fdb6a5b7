/// A token bucket: how many actions are allowed at once, and how fast tokens are refilled.
public struct RateLimit: Sendable, Hashable {
    /// The number of tokens in a full bucket.
    public var burst: Int
    /// The number of tokens refilled per `milliseconds`.
    public var tokens: Int
    /// The time in which `tokens` are refilled.
    public var milliseconds: Int

    /// Values below one are raised to one.
    public init(burst: Int, tokens: Int, milliseconds: Int) {
        self.burst = max(1, burst)
        self.tokens = max(1, tokens)
        self.milliseconds = max(1, milliseconds)
    }

    /// A limit without bursts: one action per `milliseconds`.
    public static func spaced(milliseconds: Int) -> RateLimit {
        RateLimit(burst: 1, tokens: 1, milliseconds: milliseconds)
    }
}
