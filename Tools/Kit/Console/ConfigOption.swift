public import Kafka
public import Runtime
import Streams

/// The option `--config`, which every subcommand that reads the configuration has.
public enum ConfigOption {
    /// The option.
    public static let option = CommandOption.value(
        "config", "PATH",
        "The configuration file; without it \(Configuration.defaultPath) where there is one, else the defaults.")

    /// The configuration that the command line names.
    public static func configuration(_ options: ParsedCommand) throws(ConfigurationError) -> Configuration {
        try Configuration(path: options.value("config"))
    }

    /// How tools reach Kafka; `name` is what brokers call the client.
    public static func kafka(_ configuration: Configuration, name: String) throws(ConfigurationError) -> KafkaConfig {
        let section = try configuration.read(KafkaSection.self)
        return KafkaConfig(
            bootstrapServers: section.bootstrapServers, clientID: "tapedeck-\(name)", properties: section.properties)
    }
}
