import AlertsCore
import ArchiverCore
import DedupCore
import Kafka
import NormalizerCore
import ProducerCore
import Redis
import Runtime
import SignalsCore
import Spool
import Streams
import ToolKit

/// Every section of the configuration with its readers: the list behind `config check` and `config list`.
enum ConfigSections {
    /// The sections that are structs: all of `Configuration.sectionNames` except the list `venues`.
    static let configs: [any SectionConfig.Type] = [
        KafkaSection.self, RedisSection.self, LogConfig.self, MetricsConfig.self, HealthConfig.self,
        ProducerOptions.self, SpoolConfig.self, NormalizerConfig.self,
        DedupConfig.self, ArchiverConfig.self, SignalsConfig.self, AlertsConfig.self,
    ]

    /// Every key, section by section in the order of `Configuration.sectionNames`.
    static var keys: [ConfigurationKey] { Configuration.sectionNames.flatMap(keys) }

    private static func keys(of section: String) -> [ConfigurationKey] {
        if section == "venues" { return VenueConfig.keys(knowing: ProducerConfig.vocabulary) }
        return configs.first { $0.section == section }?.keys ?? []
    }

    /// All mistakes in a configuration: unknown sections first, then section by section.
    static func mistakes(in configuration: Configuration) -> [ConfigurationError] {
        configuration.unknownSections
            + Configuration.sectionNames.flatMap { section in
                configuration.mistakes { (reading) throws(ConfigurationError) in
                    try check(section, of: reading)
                }
            }
    }

    private static func check(_ name: String, of configuration: Configuration) throws(ConfigurationError) {
        if name == "venues" {
            _ = try configuration.venues(knowing: ProducerConfig.vocabulary)
        } else if let config = configs.first(where: { $0.section == name }) {
            try read(config, of: configuration)
        }
        switch name {
        case RedisSection.section: try checkRedis(configuration)
        case KafkaSection.section: try checkKafka(configuration)
        default: break
        }
    }

    private static func read<Config: SectionConfig>(
        _ type: Config.Type, of configuration: Configuration
    ) throws(ConfigurationError) {
        _ = try configuration.read(type)
    }

    // MARK: - Checks by the libraries below

    private static func checkRedis(_ configuration: Configuration) throws(ConfigurationError) {
        let redis = try configuration.read(RedisSection.self)
        do throws(RedisError) {
            _ = try RedisConfig(redis)
        } catch {
            // The address may contain a password, so it is not repeated.
            throw try configuration.section(RedisSection.section).invalid(
                "url", found: "this address (\(error))",
                allowed: "redis://[[user]:password@]host[:port][/database], or rediss:// for TLS")
        }
    }

    /// librdkafka knows its properties; creating a client checks them and needs no broker.
    private static func checkKafka(_ configuration: Configuration) throws(ConfigurationError) {
        let kafka = try ConfigOption.kafka(configuration, name: "config-check")
        do throws(KafkaError) {
            _ = try KafkaAdmin(kafka)
        } catch {
            throw try configuration.section(KafkaSection.section).invalid(
                "properties", found: "this (\(error))",
                allowed: "properties of librdkafka's CONFIGURATION.md that Tapedeck does not set itself")
        }
    }
}
