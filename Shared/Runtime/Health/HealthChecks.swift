import Synchronization

/// The named checks behind /readyz (is it doing its job?) and /healthz (is it alive?).
public final class HealthChecks: Sendable {
    private typealias Check = (name: String, status: @Sendable () -> HealthStatus)

    /// From when on checks fail.
    public let limits: HealthConfig
    private let readinessChecks = Mutex<[Check]>([])
    private let livenessChecks = Mutex<[Check]>([])

    /// Makes a list without checks: always alive and ready.
    public init(limits: HealthConfig = HealthConfig()) { self.limits = limits }

    /// Adds a check of readiness. It runs on the health server's thread at each request and must not block.
    public func add(_ name: String, status: @escaping @Sendable () -> HealthStatus) {
        readinessChecks.withLock { $0.append((name, status)) }
    }

    /// Adds a check of being alive: what fails it is mended by a new process. It must not block.
    public func addLiveness(_ name: String, status: @escaping @Sendable () -> HealthStatus) {
        livenessChecks.withLock { $0.append((name, status)) }
    }

    /// Every check of readiness with its present state, in the order of adding.
    public var readiness: [(name: String, status: HealthStatus)] {
        readinessChecks.withLock { $0 }.map { ($0.name, $0.status()) }
    }

    /// Every check of being alive with its present state, in the order of adding.
    public var liveness: [(name: String, status: HealthStatus)] {
        livenessChecks.withLock { $0 }.map { ($0.name, $0.status()) }
    }

    /// Whether no check of readiness fails.
    public var isReady: Bool { readiness.allSatisfy { $0.status == .ok } }

    /// Shows the checks of readiness that there are now as metrics.
    public func show(in metrics: MetricsRegistry) {
        for (name, status) in readinessChecks.withLock({ $0 }) {
            metrics.gauge(
                "tapedeck_ready", "Whether a check of /readyz is passed: 1 or 0.", labels: ["check": name]
            ) { status() == .ok ? 1 : 0 }
        }
    }
}
