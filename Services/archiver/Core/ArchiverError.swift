import Glibc
public import JSON
public import Kafka
public import Parquet

/// Everything that this module throws.
public enum ArchiverError: Error, Sendable, Hashable {
    /// A file could not be written, moved or read.
    case file(ParquetError)
    /// A manifest that cannot be understood.
    case manifest(path: String, DecodeError)
    /// Another process archives the partition into the same root.
    case locked(path: String)
    /// A document cannot be archived; it goes to the dead letters.
    case refused(code: String, reason: String)
    /// Kafka failed for good.
    case kafka(KafkaError)
    /// A dead letter could not be published.
    case deadLetterLost(reason: String)
}

extension ArchiverError {
    /// Whether time, or an operator who makes room, may heal it without a restart.
    public var isRetriable: Bool {
        switch self {
        case .file, .locked: true
        case .kafka(let error): error.isRetriable
        case .manifest, .refused, .deadLetterLost: false
        }
    }

    /// Whether a file or folder is not there.
    var isNotFound: Bool {
        if case .file(let error) = self { error.isNotFound } else { false }
    }

    /// A short name for counters and dead letters.
    public var code: String {
        switch self {
        case .file(let error): error.isDiskFull ? "disk_full" : "file"
        case .manifest: "manifest"
        case .locked: "locked"
        case .refused(let code, _): code
        case .kafka: "kafka"
        case .deadLetterLost: "dead_letter_lost"
        }
    }

    /// From a system call that has just failed.
    static func system(_ operation: String, _ path: String, _ code: Int32) -> ArchiverError {
        .file(
            .failed(operation: operation, path: path, code: code, reason: String(cString: strerror(code))))
    }
}

extension ArchiverError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .file(let error): error.isDiskFull ? "no room left: \(error)" : "\(error)"
        case .manifest(let path, let error): "the manifest \(path) cannot be read: \(error)"
        case .locked(let path): "another process holds \(path): it archives the same partition into the same root"
        case .refused(_, let reason): reason
        case .kafka(let error): "\(error)"
        case .deadLetterLost(let reason): "a dead letter could not be published: \(reason)"
        }
    }
}
