/// The section `redis`: where the latest state lives.
public struct RedisSection: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "redis"

    /// `redis://[user:password@]host:port[/database]`.
    public var url: String

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        url = try section.string(
            "url", default: "redis://127.0.0.1:6379", "The server: redis://[user:password@]host:port[/database].")
        guard url.hasPrefix("redis://") || url.hasPrefix("rediss://") else {
            // The value may hold a password, so the message does not repeat it.
            throw section.invalid("url", found: "this address", allowed: "redis://[user:password@]host:port[/database]")
        }
    }
}
