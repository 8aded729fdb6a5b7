/// The section `metrics`: where each service answers /metrics, /healthz and /readyz.
public struct MetricsConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "metrics"

    /// The address to listen on.
    public var host: String
    /// Ports by service; 0 takes any free one.
    public var ports: [String: Int]

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        host = try section.string("host", default: "127.0.0.1", "The address to listen on.")
        ports = try section.nested("ports") { (ports) throws(ConfigurationError) in
            var found: [String: Int] = [:]
            for service in ServiceRegistry.all {
                found[service.name] = try ports.integer(
                    service.name, default: service.metricsPort, in: 0...65535,
                    "The port of \(service.program); 0 takes any free one.")
            }
            return found
        }
    }

    /// The port of a service.
    public func port(of service: ServiceDeclaration) -> Int { ports[service.name] ?? service.metricsPort }
}
