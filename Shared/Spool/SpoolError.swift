/// Why an operation of the spool failed.
package enum SpoolError: Error, Equatable {
    /// A system call failed: `operation` says what was attempted, `reason` is the system's message.
    case disk(operation: String, path: String, reason: String)
    /// Another process uses this spool.
    case inUse(path: String)
    /// A record is larger than Kafka can ever accept, in bytes with key and headers.
    case tooLarge(bytes: Int, limit: Int)
    /// The limit is reached, and the space reserved for records already received is used up too.
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
