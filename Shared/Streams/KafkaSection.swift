import Kafka
public import Runtime

/// The section `kafka`: the brokers and the client properties of every service.
public struct KafkaSection: SectionConfig, Equatable {
    /// The section's name.
    public static let section = ServiceDeclaration.kafkaSection

    /// The brokers to contact first, as `host:port` separated by commas.
    public var bootstrapServers: String
    /// Properties passed on to librdkafka unchanged, including those from files; they override the properties of a service.
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
