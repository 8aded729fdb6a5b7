/// Where a venue's public feeds are: bases to which a `ConnectionPlan`'s paths are appended.
public struct VenueEndpoints: Sendable, Hashable {
    /// WebSocket bases, best first, such as `wss://stream.bybit.com`.
    public var webSocket: [String]
    /// REST bases, best first, such as `https://api.bybit.com`.
    public var rest: [String]

    /// Makes a list of endpoints.
    public init(webSocket: [String], rest: [String]) {
        self.webSocket = webSocket
        self.rest = rest
    }
}
