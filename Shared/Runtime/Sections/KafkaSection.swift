/// The section `kafka`: how every service reaches the log.
public struct KafkaSection: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "kafka"

    /// Brokers to ask first, `host:port` separated by commas.
    public var bootstrapServers: String
    /// Passed on to librdkafka as they are; they win over what a service sets.
    public var properties: [String: String]

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        bootstrapServers = try section.string(
            "bootstrap_servers", default: "127.0.0.1:9092", "Brokers to ask first, host:port separated by commas.")
        properties = try section.map(
            "properties", "Properties passed on to librdkafka as they are, such as security.protocol.")
    }
}
