/// Everything that this module throws. Errors never contain an address, a header or a body, because they may contain secrets.
public enum TransferError: Error, Sendable, Hashable {
    /// The transfer is impossible: the address is invalid, or this libcurl does not support an option.
    case unusable(reason: String)
    /// The server could not be reached, or the connection broke; the server may or may not have accepted the data.
    case connection(reason: String)
    /// An HTTP server refused, with its status and the seconds to wait; 0 if it names none.
    case http(status: Int, retryAfterSeconds: Int)
    /// A mail server refused, with its code of RFC 5321.
    case smtp(code: Int)
    /// The caller has cancelled the transfer.
    case cancelled
}

extension TransferError {
    /// Whether the same transfer may succeed later without any change.
    public var isRetriable: Bool {
        switch self {
        case .unusable, .cancelled: false
        case .connection: true
        // Timeout, too many requests, and errors of the server itself (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4).
        case .http(let status, _): status == 408 || status == 429 || status >= 500
        // RFC 5321, 4.2.1: 4yz is transient, 5yz permanent.
        case .smtp(let code): code < 500
        }
    }

    /// The seconds to wait before a retry, according to the server; 0 if it names none.
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
