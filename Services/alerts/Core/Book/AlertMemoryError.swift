import JSON

/// Why the memory file cannot be read or written.
enum AlertMemoryError: Error {
    /// A system call failed.
    case system(operation: String, reason: String)
    /// The file has another format.
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
