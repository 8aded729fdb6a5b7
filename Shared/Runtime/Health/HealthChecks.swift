import Synchronization

/// Whether one thing that a service needs is there.
public enum HealthStatus: Sendable, Hashable {
    /// It is.
    case ok
    /// It is not, and why, in a few words.
    case failing(String)
}

/// The named checks behind /readyz.
public final class HealthChecks: Sendable {
    private typealias Check = (name: String, status: @Sendable () -> HealthStatus)

    private let checks = Mutex<[Check]>([])

    /// Makes a list without checks: always ready.
    public init() {}

    /// Adds a check of readiness. It runs on the health server's thread at each request and must not block.
    public func add(_ name: String, status: @escaping @Sendable () -> HealthStatus) {
        checks.withLock { $0.append((name, status)) }
    }

    /// Every check's name and present state, in the order of adding.
    public var results: [(name: String, status: HealthStatus)] {
        checks.withLock { $0 }.map { ($0.name, $0.status()) }
    }

    /// Whether no check fails.
    public var isReady: Bool { results.allSatisfy { $0.status == .ok } }
}
