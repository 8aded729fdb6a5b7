public import Base

/// What a service is built from.
public struct ServiceContext: Sendable {
    /// The service's name, such as `dedup`.
    public let name: String
    /// The configuration; the service reads its own section and those that it shares.
    public let configuration: Configuration
    /// The command line.
    public let options: ParsedCommand
    /// A logger under the service's name.
    public let logger: Logger
    /// The process' metrics, served at /metrics.
    public let metrics: MetricsRegistry
    /// The checks behind /readyz and /healthz, with their limits.
    public let health: HealthChecks
    /// The request to end.
    public let shutdown: ShutdownSignal
    /// The time.
    public let clock: WallClock
}
