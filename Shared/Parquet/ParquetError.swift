import Glibc

/// Everything that this module throws.
public enum ParquetError: Error, Sendable, Hashable {
    /// A file or folder operation failed; `code` is the system's errno, EIO where the library gives none.
    case failed(operation: String, path: String, code: Int32, reason: String)
}

extension ParquetError {
    /// The system's error number.
    public var code: Int32 {
        switch self {
        case .failed(_, _, let code, _): code
        }
    }

    /// Whether the device or the user's quota is full.
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether there is no such file.
    public var isNotFound: Bool { code == ENOENT }
}

extension ParquetError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .failed(let operation, let path, _, let reason): "\(operation) of \(path): \(reason)"
        }
    }
}
