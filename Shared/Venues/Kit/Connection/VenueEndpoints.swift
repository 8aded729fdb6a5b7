/// The base addresses of a venue's public feeds. The paths of a `ConnectionPlan` are appended to them.
public struct VenueEndpoints: Sendable, Hashable {
    /// WebSocket bases, best first, such as `wss://stream.bybit.com`.
    public var webSocket: [String]
    /// REST bases, best first, such as `https://api.bybit.com`.
    public var rest: [String]

    /// Both lists are in the order of preference.
    public init(webSocket: [String], rest: [String]) {
        self.webSocket = webSocket
        self.rest = rest
    }
}
