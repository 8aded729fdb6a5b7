import Glibc
public import JSON
public import Parquet

/// Everything that this module throws.
public enum ArchiveError: Error, Sendable, Hashable {
    /// A file could not be written, moved or read.
    case file(ParquetError)
    /// A manifest could not be parsed.
    case manifest(path: String, DecodeError)
    /// Another process has locked the partition in the same root.
    case locked(path: String)
    /// A document cannot be archived; it goes to the dead letters.
    case refused(code: String, reason: String)
}

extension ArchiveError {
    /// Whether a retry may succeed without a restart, for example after an operator has freed disk space.
    public var isRetriable: Bool {
        switch self {
        case .file, .locked: true
        case .manifest, .refused: false
        }
    }

    /// Whether a file or folder does not exist.
    package var isNotFound: Bool {
        if case .file(let error) = self { error.isNotFound } else { false }
    }

    /// A short name for counters and dead letters.
    public var code: String {
        switch self {
        case .file(let error): error.isDiskFull ? "disk_full" : "file"
        case .manifest: "manifest"
        case .locked: "locked"
        case .refused(let code, _): code
        }
    }

    /// The error of a system call that has just failed, from `errno`.
    package static func system(_ operation: String, _ path: String, _ code: Int32) -> ArchiveError {
        .file(
            .failed(operation: operation, path: path, code: code, reason: String(cString: strerror(code))))
    }
}

extension ArchiveError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .file(let error): error.isDiskFull ? "no room left: \(error)" : "\(error)"
        case .manifest(let path, let error): "the manifest \(path) cannot be read: \(error)"
        case .locked(let path): "another process holds \(path): it archives the same partition into the same root"
        case .refused(_, let reason): reason
        }
    }
}
