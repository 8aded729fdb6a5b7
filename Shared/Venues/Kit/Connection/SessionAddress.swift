/// Where a session connects to, as the venue answered.
public struct SessionAddress: Sendable, Hashable {
    /// The whole URL, with the session's token where there is one; shown redacted.
    public var url: String
    /// What to send again and again, where the answer says so; nil for the policy's.
    public var heartbeat: Heartbeat?

    /// Makes an address.
    public init(url: String, heartbeat: Heartbeat? = nil) {
        self.url = url
        self.heartbeat = heartbeat
    }
}
