public import Base
import Synchronization

/// Tracks when a loop last turned, and fails /healthz if that is too long ago, because a hanging process should be replaced.
///
/// Code that waits for Kafka or a disk must keep calling `beat`, because a new process would have to wait as well.
public final class Watchdog: Sendable {
    private let last: Atomic<Int64>
    private let limitNanoseconds: Int64
    private let clock: WallClock

    /// Adds the check to `health`, whose limits define the allowed time. The time of the first turn starts now.
    public init(_ name: String, health: HealthChecks, clock: WallClock = .system) {
        self.clock = clock
        last = Atomic(clock.now())
        limitNanoseconds = Int64(health.limits.watchdogSeconds) * 1_000_000_000
        health.addLiveness(name) { [self] in status }
    }

    /// Reports that the loop has turned. May be called on any thread.
    public func beat() { last.store(clock.now(), ordering: .relaxed) }

    /// Whether the loop has turned recently.
    var status: HealthStatus {
        let age = clock.now() - last.load(ordering: .relaxed)
        return age <= limitNanoseconds ? .ok : .failing("has not turned for \(age / 1_000_000_000) s")
    }
}
