/// The address and the credentials of a Redis server.
public struct RedisConfig: Sendable, Hashable {
    /// Host name or address.
    public var host: String
    /// TCP port.
    public var port: Int
    /// The user of Redis' access control lists; nil for the default user.
    public var username: String?
    /// The password; nil if none is required.
    public var password: String?
    /// The number of the database.
    public var database: Int
    /// Whether to use TLS; then the server's certificate and name are verified.
    public var usesTLS: Bool
    /// A PEM file of certificate authorities that replace the system's.
    public var caFile: String?
    /// Our certificate for a server that requires one, as Redis does unless `tls-auth-clients` is `no`.
    public var certificate: Certificate?
    /// How long to wait for a connection.
    public var connectTimeoutMilliseconds: Int
    /// How long to wait for a write to go out and for an answer to come.
    public var replyTimeoutMilliseconds: Int

    /// Our own certificate.
    public struct Certificate: Sendable, Hashable {
        /// A PEM file of the certificate and of the ones between it and its authority.
        public var file: String
        /// A PEM file of its private key, without a password.
        public var keyFile: String

        /// Names the files.
        public init(file: String, keyFile: String) {
            self.file = file
            self.keyFile = keyFile
        }
    }

    /// Describes a server.
    public init(
        host: String = "127.0.0.1", port: Int = 6379, username: String? = nil, password: String? = nil,
        database: Int = 0, usesTLS: Bool = false, caFile: String? = nil, certificate: Certificate? = nil,
        connectTimeoutMilliseconds: Int = 2_000, replyTimeoutMilliseconds: Int = 5_000
    ) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.database = database
        self.usesTLS = usesTLS
        self.caFile = caFile
        self.certificate = certificate
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.replyTimeoutMilliseconds = replyTimeoutMilliseconds
    }

    /// Reads `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS; user and password may be percent-encoded
    /// and an IPv6 address stands in brackets.
    ///
    /// - Parameters:
    ///   - password: a password from elsewhere; the URL has none then, and `user@` may stand alone.
    ///   - caFile: a PEM file of authorities to trust instead of the system's; for `rediss://` only.
    ///   - certificate: a certificate of our own; for `rediss://` only.
    public init(
        url: String, password: String? = nil, caFile: String? = nil, certificate: Certificate? = nil
    ) throws(RedisError) {
        self.init(
            password: password, usesTLS: url.hasPrefix("rediss://"), caFile: caFile, certificate: certificate)
        guard usesTLS || url.hasPrefix("redis://") else {
            throw .url(reason: "does not begin with redis:// or rediss://")
        }
        guard usesTLS || (caFile == nil && certificate == nil) else {
            throw .url(reason: "authorities and certificates are for rediss:// only")
        }
        var rest = url.dropFirst(usesTLS ? "rediss://".count : "redis://".count)
        if let at = rest.lastIndex(of: "@") {
            try readCredentials(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        if let slash = rest.firstIndex(of: "/") {
            let number = rest[rest.index(after: slash)...]
            if !number.isEmpty {
                guard let database = Int(number), database >= 0 else {
                    throw .url(reason: "the database after the slash is not a number: \(number)")
                }
                self.database = database
            }
            rest = rest[..<slash]
        }
        try readAddress(rest)
    }

    private mutating func readCredentials(_ text: Substring) throws(RedisError) {
        guard let colon = text.firstIndex(of: ":") else {
            guard password != nil else {
                throw .url(reason: "what stands before @ is not user:password or :password")
            }
            username = try Self.decode(text)
            return
        }
        guard password == nil else { throw .url(reason: "it has a password, and there is another beside it") }
        let user = try Self.decode(text[..<colon])
        username = user.isEmpty ? nil : user
        password = try Self.decode(text[text.index(after: colon)...])
    }

    private mutating func readAddress(_ text: Substring) throws(RedisError) {
        let end: Substring.Index
        if text.first == "[" {
            guard let bracket = text.firstIndex(of: "]") else { throw .url(reason: "the bracket is not closed") }
            host = String(text[text.index(after: text.startIndex)..<bracket])
            end = text.index(after: bracket)
        } else {
            end = text.firstIndex(of: ":") ?? text.endIndex
            host = String(text[..<end])
        }
        guard !host.isEmpty else { throw .url(reason: "names no host") }
        guard end < text.endIndex else { return }
        guard text[end] == ":", let port = UInt16(text[text.index(after: end)...]), port > 0 else {
            throw .url(reason: "the port is not a number from 1 to 65535")
        }
        self.port = Int(port)
    }

    private static func decode(_ text: Substring) throws(RedisError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap({ Character(UnicodeScalar($0)).hexDigitValue }),
                let low = rest.popFirst().flatMap({ Character(UnicodeScalar($0)).hexDigitValue })
            else { throw .url(reason: "a % in user or password is not followed by two hexadecimal digits") }
            bytes.append(UInt8(high * 16 + low))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension RedisConfig: CustomStringConvertible {
    /// The URL without user and password.
    public var description: String { "\(usesTLS ? "rediss" : "redis")://\(host):\(port)/\(database)" }
}
