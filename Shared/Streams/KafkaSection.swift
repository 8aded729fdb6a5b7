import Kafka
public import Runtime

/// The section `kafka`: how every service reaches the log.
public struct KafkaSection: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "kafka"

    /// Brokers to ask first, `host:port` separated by commas.
    public var bootstrapServers: String
    /// Passed on to librdkafka as they are, those out of files among them; they win over what a service sets.
    public var properties: [String: String]

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        bootstrapServers = try section.string(
            "bootstrap_servers", default: "127.0.0.1:9092", "Brokers to ask first, host:port separated by commas.")
        properties = try section.map(
            "properties", isSecret: KafkaConfig.isSecret,
            secretsPlace: "a place in kafka.property_files, or a variable TAPEDECK_KAFKA_PROPERTIES_<NAME>",
            "Properties passed on to librdkafka as they are, such as security.protocol.")
        let files = try section.map(
            "property_files", "Files that hold the value of such a property, for secrets such as sasl.password.")
        for (property, path) in files.sorted(by: { $0.key < $1.key }) {
            guard properties[property] == nil else {
                throw section.invalid(
                    "property_files", found: "\(property), which stands in kafka.properties too,",
                    allowed: "properties that stand nowhere else")
            }
            properties[property] = try section.secret("property_files", inFile: path)
        }
    }
}
