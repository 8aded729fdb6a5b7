/// The address of a session, from the venue's answer.
public struct SessionAddress: Sendable, Hashable {
    /// The complete URL, including the session's token if there is one; redacted in logs.
    public var url: String
    /// The heartbeat, if the answer specifies one; nil to use the policy's.
    public var heartbeat: Heartbeat?

    /// `url` may contain a secret token.
    public init(url: String, heartbeat: Heartbeat? = nil) {
        self.url = url
        self.heartbeat = heartbeat
    }
}
