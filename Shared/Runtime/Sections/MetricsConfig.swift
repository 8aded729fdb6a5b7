/// The section `metrics`: where each service answers /metrics, /healthz and /readyz.
public struct MetricsConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "metrics"

    /// Services and the ports that they have by default.
    public static let defaultPorts = [
        (service: "producer", port: 9471), (service: "normalizer", port: 9472), (service: "dedup", port: 9473),
        (service: "archiver", port: 9474), (service: "signals", port: 9475),
    ]

    /// The port of `tapedeck alerts`, which is no service of its own.
    public static let alertsPort = 9476

    /// The address to listen on.
    public var host: String
    /// Ports by service; 0 takes any free one.
    public var ports: [String: Int]

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        host = try section.string("host", default: "127.0.0.1", "The address to listen on.")
        ports = try section.nested("ports") { (ports) throws(ConfigurationError) in
            var found: [String: Int] = [:]
            for (service, port) in Self.defaultPorts {
                found[service] = try ports.integer(
                    service, default: port, in: 0...65535, "The \(service)'s port; 0 takes any free one.")
            }
            found["alerts"] = try ports.integer(
                "alerts", default: Self.alertsPort, in: 0...65535,
                "The port of tapedeck alerts; 0 takes any free one.")
            return found
        }
    }

    /// The port of a service; any free one for a service that has none.
    public func port(of service: String) -> Int { ports[service] ?? 0 }
}
