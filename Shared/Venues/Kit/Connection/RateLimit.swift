/// How often something may be done: so many times at once, and then as fast as permission comes back.
public struct RateLimit: Sendable, Hashable {
    /// What may be taken at once after a rest.
    public var burst: Int
    /// What comes back in each `milliseconds`.
    public var tokens: Int
    /// The time in which `tokens` come back.
    public var milliseconds: Int

    /// Makes a limit; a burst, a count or a time of less than one counts as one.
    public init(burst: Int, tokens: Int, milliseconds: Int) {
        self.burst = max(1, burst)
        self.tokens = max(1, tokens)
        self.milliseconds = max(1, milliseconds)
    }

    /// One after the other, this far apart.
    public static func spaced(milliseconds: Int) -> RateLimit {
        RateLimit(burst: 1, tokens: 1, milliseconds: milliseconds)
    }
}
