import JSON

/// Why what was told cannot be read or written.
enum AlertMemoryError: Error {
    /// The operating system refused.
    case system(operation: String, reason: String)
    /// The file is none of ours.
    case unreadable(DecodeError)
}

extension AlertMemoryError: CustomStringConvertible {
    /// One line for the log.
    var description: String {
        switch self {
        case .system(let operation, let reason): "\(operation): \(reason)"
        case .unreadable(let error): "it is no memory of alerts: \(error)"
        }
    }
}
