public import Kafka
public import Runtime

extension ServiceContext {
    /// The Kafka configuration of this service, from the section `kafka`.
    public func kafka() throws(ConfigurationError) -> KafkaConfig {
        let section = try configuration.read(KafkaSection.self)
        let kafka = KafkaConfig(
            bootstrapServers: section.bootstrapServers, clientID: "tapedeck-\(name)", properties: section.properties)
        if let warning = kafka.warning { logger.warning("\(warning)") }
        return kafka
    }
}
