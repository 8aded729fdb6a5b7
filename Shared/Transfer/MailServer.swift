/// A mail server that accepts messages, with its login.
public struct MailServer: Sendable {
    /// The encryption of the connection.
    public enum Security: String, Sendable, CaseIterable {
        /// No encryption.
        case none
        /// TLS on request (RFC 3207), which the server must offer: port 587.
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314): port 465.
        case tls
    }

    /// Host name or address.
    public var host: String
    /// TCP port.
    public var port: Int
    /// The encryption of the connection.
    public var security: Security
    /// The user name; nil if no login is needed.
    public var user: String?
    /// The user's password; never part of an error.
    public var password: String?
    /// PEM file of the certificate authorities that replace the system's.
    public var caFile: String?
    /// The timeout for one mail in milliseconds.
    public var timeoutMilliseconds: Int

    /// Without a user there is no login.
    public init(
        host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
        caFile: String? = nil, timeoutMilliseconds: Int = 15_000
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.caFile = caFile
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
