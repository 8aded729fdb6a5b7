public import Base
import Synchronization

/// Knows when a loop turned last, and fails /healthz when that is too long ago: a process that hangs should be replaced.
///
/// What waits for Kafka or a disk, however long, beats meanwhile: a new process would have to wait as well.
public final class Watchdog: Sendable {
    private let last: Atomic<Int64>
    private let limitNanoseconds: Int64
    private let clock: WallClock

    /// Adds the check to `health`, whose limits say how long is too long. The first turn is awaited from now on.
    public init(_ name: String, health: HealthChecks, clock: WallClock = .system) {
        self.clock = clock
        last = Atomic(clock.now())
        limitNanoseconds = Int64(health.limits.watchdogSeconds) * 1_000_000_000
        health.addLiveness(name) { [self] in status }
    }

    /// The loop turns. From any thread.
    public func beat() { last.store(clock.now(), ordering: .relaxed) }

    /// Whether the loop has turned lately.
    var status: HealthStatus {
        let age = clock.now() - last.load(ordering: .relaxed)
        return age <= limitNanoseconds ? .ok : .failing("has not turned for \(age / 1_000_000_000) s")
    }
}
