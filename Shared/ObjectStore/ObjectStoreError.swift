/// Everything that this module throws.
public enum ObjectStoreError: Error, Sendable, Hashable {
    /// The store refused, or could not be reached; `reason` is its error code, such as `access_denied`.
    case store(reason: String, text: String)
    /// The file could not be read.
    case file(code: Int32, text: String)
}

extension ObjectStoreError {
    /// A short name for counters.
    public var reason: String {
        switch self {
        case .store(let reason, _): reason
        case .file: "file"
        }
    }

    /// From the library's text, such as `IOError: When …: AWS Error ACCESS_DENIED during PutObject operation: …`.
    static func store(text: String) -> ObjectStoreError {
        let parts = text.split(separator: "AWS Error ", maxSplits: 1)
        let name = parts.count == 2 ? parts[1].prefix { $0.isUppercase || $0.isNumber || $0 == "_" } : ""
        return .store(reason: name.isEmpty ? "other" : name.lowercased(), text: text)
    }
}

extension ObjectStoreError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .store(_, let text), .file(_, let text): text
        }
    }
}
