/// The section `health`: from when on /readyz and /healthz say no.
public struct HealthConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "health"

    /// Records that a service may be behind and still be called ready, over all its partitions.
    public var maxLagRecords: Int
    /// How long Kafka may acknowledge nothing of what a producer has for it, in seconds.
    public var maxUnacknowledgedSeconds: Int
    /// How long a main loop may take for one turn and still be called alive, in seconds.
    public var watchdogSeconds: Int

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        let defaults = HealthConfig()
        maxLagRecords = try section.integer(
            "max_lag_records", default: defaults.maxLagRecords, in: 1...1_000_000_000,
            "Records that a service may be behind and still be ready.")
        maxUnacknowledgedSeconds = try section.integer(
            "max_unacknowledged_seconds", default: defaults.maxUnacknowledgedSeconds, in: 1...86_400,
            "How long Kafka may acknowledge nothing of what a producer has for it.")
        watchdogSeconds = try section.integer(
            "watchdog_seconds", default: defaults.watchdogSeconds, in: 5...86_400,
            "How long a service's main loop may take for one turn and still be alive.")
    }

    /// Describes the limits.
    public init(maxLagRecords: Int = 100_000, maxUnacknowledgedSeconds: Int = 30, watchdogSeconds: Int = 60) {
        self.maxLagRecords = maxLagRecords
        self.maxUnacknowledgedSeconds = maxUnacknowledgedSeconds
        self.watchdogSeconds = watchdogSeconds
    }
}
