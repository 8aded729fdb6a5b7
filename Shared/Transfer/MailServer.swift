/// A mail server that takes messages, and how to enter.
public struct MailServer: Sendable {
    /// What protects the connection.
    public enum Security: String, Sendable, CaseIterable {
        /// Nothing.
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
    /// What protects the connection.
    public var security: Security
    /// The user name; nil if no login is needed.
    public var user: String?
    /// With which password; never part of an error.
    public var password: String?
    /// PEM file of the authorities to trust instead of the system's.
    public var caFile: String?
    /// How long the delivery of one mail may take.
    public var timeoutMilliseconds: Int

    /// Describes a server.
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
