/// The address of the object store, and the credentials.
public struct ObjectStoreConfig: Sendable, Equatable {
    /// A pair of keys. Neither is ever printed.
    public struct Keys: Sendable, Equatable {
        /// The public half.
        public var accessKeyID: String
        /// The secret half.
        public var secretAccessKey: String

        /// Both parts must come from the same key.
        public init(accessKeyID: String, secretAccessKey: String) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
        }
    }

    /// `host` or `host:port`; nil is AWS.
    public var endpoint: String?
    /// Whether the endpoint uses TLS.
    public var isSecure = true
    /// The region that requests are signed for.
    public var region: String
    /// The keys; nil for the AWS credential chain: environment, files, the machine's role.
    public var keys: Keys?
    /// A PEM file of authorities to trust; nil is the system's.
    public var caFile: String?
    /// How long connecting may take, in seconds.
    public var connectSeconds = 5.0
    /// The longest time without traffic on a connection, in seconds.
    public var silenceSeconds = 15.0
    /// The number of immediate attempts per request; the caller waits and retries after that.
    public var attempts = 2

    /// Without `keys`, the AWS credential chain is used.
    public init(
        endpoint: String? = nil, isSecure: Bool = true, region: String, keys: Keys? = nil, caFile: String? = nil
    ) {
        self.endpoint = endpoint
        self.isSecure = isSecure
        self.region = region
        self.keys = keys
        self.caFile = caFile
    }

    /// Where Linux distributions keep the system's certificate authorities. The AWS SDK of the wheel only looks at the path of
    /// the machine that built it.
    static let systemAuthorities = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    ]
}
