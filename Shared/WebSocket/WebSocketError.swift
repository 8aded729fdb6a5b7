/// What this module throws.
public enum WebSocketError: Error, Sendable, Equatable {
    /// The event loop is not running: it was never started, or it has been stopped.
    case loopNotRunning
    /// libwebsockets could not make its context or a virtual host; the text is the library's own.
    case setupFailed(String)
    /// The URL cannot be used, and why.
    case invalidURL(String, reason: String)
    /// A file with certificates or a key cannot be read.
    case unreadableFile(String)
    /// The server could not listen.
    case listenFailed(host: String, port: UInt16, reason: String)
    /// The connection's send queue holds as many bytes as it may; what was sent before is still queued.
    case sendQueueFull(limitBytes: Int)
    /// The connection is not open any more.
    case notOpen
    /// The request got no answer; the text says where it ended (name, connection, TLS).
    case requestFailed(String)
    /// No complete answer within the request's timeout.
    case timedOut
    /// The answer's body is larger than the request allows.
    case bodyTooLarge(limitBytes: Int)

    /// Whether the same call may succeed later with nothing changed on this side.
    public var isRetriable: Bool {
        switch self {
        case .sendQueueFull, .requestFailed, .timedOut: true
        case .loopNotRunning, .setupFailed, .invalidURL, .unreadableFile, .listenFailed, .notOpen, .bodyTooLarge: false
        }
    }
}

extension WebSocketError: CustomStringConvertible {
    /// A sentence for a log line.
    public var description: String {
        switch self {
        case .loopNotRunning: "the event loop is not running"
        case .setupFailed(let text): "libwebsockets: \(text)"
        case .invalidURL(let url, let reason): "\(url): \(reason)"
        case .unreadableFile(let path): "cannot read \(path)"
        case .listenFailed(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
        case .sendQueueFull(let limit): "the send queue is full (\(limit) bytes)"
        case .notOpen: "the connection is not open"
        case .requestFailed(let text): "request failed: \(text)"
        case .timedOut: "no answer in time"
        case .bodyTooLarge(let limit): "the answer is larger than \(limit) bytes"
        }
    }
}
