/// Why the spool could not do what was asked.
package enum SpoolError: Error, Equatable {
    /// The operating system refused: `operation` says what was tried, `reason` is its own text.
    case disk(operation: String, path: String, reason: String)
    /// Another process has this spool.
    case inUse(path: String)
    /// A record that is larger than Kafka may ever take, in bytes with key and headers.
    case tooLarge(bytes: Int, limit: Int)
    /// The limit is reached, and what was kept free for records on their way is used up too.
    case full(limitBytes: Int)
}

extension SpoolError: CustomStringConvertible {
    /// One line for the log.
    package var description: String {
        switch self {
        case .disk(let operation, let path, let reason): "spool: cannot \(operation) \(path): \(reason)"
        case .inUse(let path): "spool: \(path) is in use by another process"
        case .tooLarge(let bytes, let limit): "spool: a record of \(bytes) bytes, at most \(limit) are taken"
        case .full(let limitBytes): "spool: its \(limitBytes) bytes are full"
        }
    }
}
