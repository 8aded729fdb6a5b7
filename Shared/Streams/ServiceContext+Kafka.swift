public import Kafka
public import Runtime

extension ServiceContext {
    /// How this service reaches Kafka, from the section `kafka`.
    public func kafka() throws(ConfigurationError) -> KafkaConfig {
        let section = try configuration.read(KafkaSection.self)
        let kafka = KafkaConfig(
            bootstrapServers: section.bootstrapServers, clientID: "tapedeck-\(name)", properties: section.properties)
        if let warning = kafka.warning { logger.warning("\(warning)") }
        return kafka
    }
}
