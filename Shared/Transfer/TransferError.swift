/// Everything that this module throws. None repeats an address, a header or a body: they may hold secrets.
public enum TransferError: Error, Sendable, Hashable {
    /// There is no such transfer: the address cannot be read, or an option is not supported by this libcurl.
    case unusable(reason: String)
    /// The server was not reached, or the connection broke; it may or may not have taken what was sent.
    case connection(reason: String)
    /// An HTTP server said no, with its status and the seconds it asks to wait, 0 if it does not.
    case http(status: Int, retryAfterSeconds: Int)
    /// A mail server said no, with its code of RFC 5321.
    case smtp(code: Int)
    /// The caller wanted no more of it.
    case cancelled
}

extension TransferError {
    /// Whether the same may succeed later without any change.
    public var isRetriable: Bool {
        switch self {
        case .unusable, .cancelled: false
        case .connection: true
        // Timeout, too many requests, and what is the server's own trouble (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4).
        case .http(let status, _): status == 408 || status == 429 || status >= 500
        // RFC 5321, 4.2.1: 4yz is transient, 5yz permanent.
        case .smtp(let code): code < 500
        }
    }

    /// How many seconds the server asks to wait before it is tried again; 0 if it does not say.
    public var retryAfterSeconds: Int {
        guard case .http(_, let seconds) = self else { return 0 }
        return seconds
    }
}

extension TransferError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .unusable(let reason): "cannot be sent: \(reason)"
        case .connection(let reason): "connection: \(reason)"
        case .http(let status, _): "HTTP status \(status)"
        case .smtp(let code): "SMTP code \(code)"
        case .cancelled: "cancelled"
        }
    }
}
