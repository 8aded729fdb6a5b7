/// Redacts endpoints for headers, events, logs and metrics. Parts that may contain a key become `***`.
///
/// Node providers put the key into the path (`https://mainnet.infura.io/v3/<key>`); others expect it in the query or before the
/// host.
public enum EndpointText {
    /// Path segments of at least this length that consist of letters, digits, `_` and `-` are treated as keys.
    static let keyLength = 20

    /// The endpoint without user, password, query values and keys in the path.
    public static func redacted(_ endpoint: String) -> String {
        guard let scheme = endpoint.firstRange(of: "://") else { return redactedPath(endpoint[...]) }
        let rest = endpoint[scheme.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var host = rest[..<end]
        var shown = String(endpoint[..<scheme.upperBound])
        if let at = host.lastIndex(of: "@") {
            shown += "***@"
            host = host[host.index(after: at)...]
        }
        return shown + host + redactedPath(rest[end...])
    }

    private static func redactedPath(_ text: Substring) -> String {
        let whole = text.prefix { $0 != "#" }
        let path = whole.prefix { $0 != "?" }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { isKey($0) ? "***" : $0 }
        var shown = segments.joined(separator: "/")
        guard path.endIndex < whole.endIndex else { return shown }
        let pairs = whole[path.endIndex...].dropFirst().split(separator: "&").map { pair in
            pair.contains("=") ? "\(pair.prefix { $0 != "=" })=***" : "***"
        }
        shown += "?" + pairs.joined(separator: "&")
        return shown
    }

    private static func isKey(_ segment: Substring) -> Bool {
        segment.utf8.count >= keyLength
            && segment.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
