/// The parts of a ws, wss, http or https URL that a connection needs.
struct PeerAddress: Sendable, Equatable {
    /// The kinds of URL that a caller takes.
    enum Kind { case webSocket, http }

    /// libwebsockets cuts a client's request line off at 2,048 bytes, without a word.
    static let maximumPathBytes = 2000

    var isSecure: Bool
    var host: String
    var port: UInt16
    /// Path and query, as sent in the request line.
    var path: String

    /// The Host header: the port only where it is not the scheme's own.
    var hostHeader: String { port == (isSecure ? 443 : 80) ? host : "\(host):\(port)" }

    init(_ url: String, kind: Kind) throws(WebSocketError) {
        guard let separator = url.firstRange(of: "://") else {
            throw .invalidURL(url, reason: "no scheme")
        }
        switch (kind, url[..<separator.lowerBound].lowercased()) {
        case (.webSocket, "wss"), (.http, "https"): isSecure = true
        case (.webSocket, "ws"), (.http, "http"): isSecure = false
        case (.webSocket, let scheme): throw .invalidURL(url, reason: "scheme \(scheme), not ws or wss")
        case (.http, let scheme): throw .invalidURL(url, reason: "scheme \(scheme), not http or https")
        }
        // A byte below "!" would end the request line or the header.
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .invalidURL(url, reason: "has a space or a control character")
        }
        let rest = url[separator.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .invalidURL(url, reason: "has user information") }
        let target = rest[end...].prefix { $0 != "#" }
        path = target.hasPrefix("/") ? String(target) : "/" + target
        guard path.utf8.count <= Self.maximumPathBytes else {
            throw .invalidURL(url, reason: "path and query are longer than \(Self.maximumPathBytes) bytes")
        }
        guard !authority.contains("[") else {
            throw .invalidURL(url, reason: "IPv6 literals are not supported, use a name")
        }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        host = String(parts[0])
        guard !host.isEmpty else { throw .invalidURL(url, reason: "no host") }
        port = isSecure ? 443 : 80
        if parts.count == 2 {
            guard let number = UInt16(parts[1]), number > 0 else {
                throw .invalidURL(url, reason: "port is not 1 to 65535")
            }
            port = number
        }
    }
}
