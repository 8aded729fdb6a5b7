import Synchronization

/// The named checks behind /readyz (is it doing its job?) and /healthz (is it alive?).
public final class HealthChecks: Sendable {
    private typealias Check = (name: String, status: @Sendable () -> HealthStatus)

    /// The limits of the checks.
    public let limits: HealthConfig
    private let readinessChecks = Mutex<[Check]>([])
    private let livenessChecks = Mutex<[Check]>([])

    /// Without checks the process is always alive and ready.
    public init(limits: HealthConfig = HealthConfig()) { self.limits = limits }

    /// Adds a check of readiness. It runs on the health server's thread at each request and must not block.
    public func add(_ name: String, status: @escaping @Sendable () -> HealthStatus) {
        readinessChecks.withLock { $0.append((name, status)) }
    }

    /// Adds a liveness check. A failure must be something that a restart can fix. It must not block.
    public func addLiveness(_ name: String, status: @escaping @Sendable () -> HealthStatus) {
        livenessChecks.withLock { $0.append((name, status)) }
    }

    /// All readiness checks with their current state, in the order in which they were added.
    public var readiness: [(name: String, status: HealthStatus)] {
        readinessChecks.withLock { $0 }.map { ($0.name, $0.status()) }
    }

    /// All liveness checks with their current state, in the order in which they were added.
    public var liveness: [(name: String, status: HealthStatus)] {
        livenessChecks.withLock { $0 }.map { ($0.name, $0.status()) }
    }

    /// Whether no check of readiness fails.
    public var isReady: Bool { readiness.allSatisfy { $0.status == .ok } }

    /// Exposes the current readiness checks as metrics.
    public func show(in metrics: MetricsRegistry) {
        for (name, status) in readinessChecks.withLock({ $0 }) {
            metrics.gauge(
                "tapedeck_ready", "Whether a check of /readyz is passed: 1 or 0.", labels: ["check": name]
            ) { status() == .ok ? 1 : 0 }
        }
    }
}
