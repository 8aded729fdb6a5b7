/// Everything that this module throws.
public enum RedisError: Error, Sendable, Hashable {
    /// A connection URL that cannot be used; it is not repeated, for it may hold a password.
    case url(reason: String)
    /// There is no connection: connect first.
    case notConnected
    /// The connection could not be made or broke; what was sent may or may not have been carried out.
    case connection(operation: String, reason: String)
    /// The server did not answer in time. The connection is closed, because a late answer would be taken for the next one.
    case timedOut(operation: String)
    /// The received bytes are not Redis' protocol.
    case malformedReply(reason: String)
    /// The server refused a command.
    case server(operation: String, message: String)
}

extension RedisError {
    /// Whether to connect again before anything else.
    public var requiresReconnect: Bool {
        switch self {
        case .notConnected, .connection, .timedOut, .malformedReply: true
        case .url, .server: false
        }
    }

    /// Whether the same may succeed later without any change, after connecting again where that is required.
    public var isRetriable: Bool {
        switch self {
        case .url: false
        case .notConnected, .connection, .timedOut, .malformedReply: true
        // https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors: the first word is the kind.
        case .server(_, let message):
            ["LOADING", "BUSY", "MASTERDOWN", "TRYAGAIN", "CLUSTERDOWN", "READONLY", "OOM", "MISCONF", "NOREPLICAS"]
                .contains(String(message.prefix { $0 != " " }))
        }
    }
}

extension RedisError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .url(let reason): "Redis URL: \(reason)"
        case .notConnected: "Redis: not connected"
        case .connection(let operation, let reason): "Redis \(operation): \(reason)"
        case .timedOut(let operation): "Redis \(operation): no answer in time"
        case .malformedReply(let reason): "Redis: malformed reply: \(reason)"
        case .server(let operation, let message): "Redis \(operation): \(message)"
        }
    }
}
