import VenueKit

/// A GET request, or an upgrade request, with the simulator's own prefix `/<venue>/<product>` removed from its path.
public struct SimulationRequest: Sendable, Hashable {
    /// The path, such as `/api/v3/depth`; empty if only the base was requested.
    public var path: String
    /// The parts of the query, such as `symbol=BTCUSDT`.
    public var query: [String]

    /// `query` has one element `name=value` for each part.
    public init(path: String, query: [String] = []) {
        self.path = path
        self.query = query
    }

    /// Parses path and query in the form of a URL: `/api/v3/depth?symbol=BTCUSDT`.
    public init(target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = parts.count == 2 ? parts[1].split(separator: "&").map(String.init) : []
    }

    /// The value of a query part; nil if it is missing.
    public func queryValue(_ name: String) -> String? {
        for part in query where part.hasPrefix(name + "=") { return String(part.dropFirst(name.count + 1)) }
        return nil
    }

    /// The last component of the path: `depth`.
    public var lastComponent: Substring { path.split(separator: "/").last ?? "" }
}
