public import Runtime

/// The section `alerts`: the inputs of `tapedeck-alerts`, and its channels.
public struct AlertsConfig: SectionConfig {
    /// The section's name.
    public static let section = "alerts"

    /// The consumer group.
    var group: String
    /// The file with the state of the channels.
    var memoryFile: String
    /// The address of Prometheus; nil to ignore its rules.
    var prometheusURL: String?
    /// How often Prometheus is asked.
    var pollSeconds: Int
    /// The receivers of messages.
    var channels: [AlertChannelConfig]

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        group = try section.string("group", default: ServiceDeclaration.alerts.program, "The consumer group.")
        memoryFile = try section.string(
            "memory_file", default: "./alerts.json",
            "Where it keeps what it has told, on a disk that outlives the process.")
        prometheusURL = try section.optionalString(
            "prometheus_url", "Prometheus, whose rules are told as well, such as http://127.0.0.1:9090.")
        pollSeconds = try section.integer("poll_seconds", default: 10, in: 1...3600, "How often it is asked.")
        channels = try section.list("channels", AlertChannelConfig.init)
        if memoryFile.isEmpty { throw section.invalid("memory_file", found: "an empty name", allowed: "a file") }
        if let url = prometheusURL, !AlertChannelConfig.isOpenAddress(url) {
            throw section.invalid(
                "prometheus_url", found: "this address", allowed: "http:// or https:// and a place without a password")
        }
        var names: Set<String> = []
        if let twice = channels.first(where: { !names.insert($0.name).inserted }) {
            throw section.invalid("channels", found: "'\(twice.name)' twice", allowed: "each name once")
        }
    }
}
