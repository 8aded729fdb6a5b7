/// The section `redis`: where the latest state lives.
public struct RedisSection: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "redis"

    /// `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS.
    public var url: String
    /// The password that stands beside the URL; nil where the URL has it or there is none.
    public var password: String?
    /// A PEM file of certificate authorities that replace the system's.
    public var caFile: String?
    /// A PEM file of a certificate of our own.
    public var certificateFile: String?
    /// A PEM file of its key.
    public var keyFile: String?

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        let form = "redis://[[user]:password@]host[:port][/database], or rediss:// for TLS"
        url = try section.string("url", default: "redis://127.0.0.1:6379", "The server: \(form).")
        password = try section.secret(
            "password", "The password, if redis.url has none; a user may stand there as user@")
        caFile = try section.optionalString(
            "ca_file", "A PEM file of authorities to trust with rediss:// instead of the system's.")
        certificateFile = try section.optionalString(
            "certificate_file", "A PEM file of our own certificate, for a server that asks for one.")
        keyFile = try section.optionalString("key_file", "A PEM file of its private key.")
        // The value may hold a password, so no message repeats it.
        guard url.hasPrefix("redis://") || url.hasPrefix("rediss://") else {
            throw section.invalid("url", found: "this address", allowed: form)
        }
        guard !Self.holdsPassword(url) || section.variable("url") != nil else {
            throw section.invalid(
                "url", found: ConfigurationSection.secretInFile,
                allowed: "an address without password, which stands in redis.password_file, TAPEDECK_REDIS_PASSWORD or "
                    + "TAPEDECK_REDIS_URL")
        }
        guard (certificateFile == nil) == (keyFile == nil) else {
            throw section.invalid(
                certificateFile == nil ? "key_file" : "certificate_file", found: "one without the other",
                allowed: "a file beside the other's")
        }
    }

    private static func holdsPassword(_ url: String) -> Bool {
        guard let at = url.lastIndex(of: "@") else { return false }
        return url[..<at].split(separator: "://", maxSplits: 1).last?.contains(":") == true
    }
}
