/// Endpoints of one product, in order of preference; empty means the venue's own.
public struct VenueEndpointConfig: Sendable, Equatable {
    /// WebSocket bases, such as `wss://stream.bybit.com`.
    public var webSocket: [String]
    /// REST bases, such as `https://api.bybit.com`.
    public var rest: [String]

    /// An empty list means the venue's own endpoints.
    public init(webSocket: [String], rest: [String]) {
        self.webSocket = webSocket
        self.rest = rest
    }

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        webSocket = try Self.urls(
            &section, "websocket", ["wss://", "ws://"], "WebSocket base, or several, best first.")
        rest = try Self.urls(&section, "rest", ["https://", "http://"], "REST base, or several, best first.")
    }

    private static func urls(
        _ section: inout ConfigurationSection, _ name: String, _ schemes: [String], _ description: String
    ) throws(ConfigurationError) -> [String] {
        let urls = try section.list(name, description)
        for url in urls where !schemes.contains(where: { url.hasPrefix($0) && url.count > $0.count }) {
            throw section.invalid(
                name, found: "'\(url)'", allowed: "an address that starts with \(schemes.joined(separator: " or "))")
        }
        return urls
    }
}
