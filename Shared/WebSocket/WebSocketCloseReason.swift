/// Why a connection ended, or never opened.
public enum WebSocketCloseReason: Sendable, Equatable {
    /// The name did not resolve, nothing listened, or TLS refused the peer; the text says which.
    case connectFailed(String)
    /// The peer answered the upgrade with an HTTP status that is not 101.
    case refused(status: Int, retryAfter: String?)
    /// The connection was not open within the handshake timeout.
    case handshakeTimeout
    /// The peer sent a close frame. Code 1005 stands for a close frame without a code; libwebsockets 4.1 reports
    /// codes that it does not know (1012 to 2999) as 1002.
    case peer(code: UInt16, text: String)
    /// This side sent a close frame.
    case local(code: UInt16)
    /// The connection broke without a close frame.
    case connectionLost
    /// A message was larger than this side accepts.
    case frameTooLarge(limitBytes: Int)
    /// Nothing was received within the pong timeout after a ping.
    case pingTimeout
    /// This side aborted or dropped the connection without a close frame.
    case aborted
    /// The event loop was stopped.
    case loopStopped
}

extension WebSocketCloseReason: CustomStringConvertible {
    /// A sentence for a log line.
    public var description: String {
        switch self {
        case .connectFailed(let text): "connect failed: \(text)"
        case .refused(let status, let retryAfter):
            "upgrade refused with HTTP \(status)" + (retryAfter.map { ", retry after \($0)" } ?? "")
        case .handshakeTimeout: "handshake timed out"
        case .peer(let code, let text): "closed by peer: \(code)" + (text.isEmpty ? "" : " \(text)")
        case .local(let code): "closed by us: \(code)"
        case .connectionLost: "connection lost"
        case .frameTooLarge(let limit): "message larger than the limit of \(limit) bytes"
        case .pingTimeout: "no answer to a ping"
        case .aborted: "aborted by us"
        case .loopStopped: "event loop stopped"
        }
    }

    /// A short word without variable parts, for a metric's label.
    public var label: String {
        switch self {
        case .connectFailed: "connect_failed"
        case .refused: "refused"
        case .handshakeTimeout: "handshake_timeout"
        case .peer: "peer"
        case .local: "local"
        case .connectionLost: "connection_lost"
        case .frameTooLarge: "frame_too_large"
        case .pingTimeout: "ping_timeout"
        case .aborted: "aborted"
        case .loopStopped: "loop_stopped"
        }
    }
}
