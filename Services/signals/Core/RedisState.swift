import Redis
import Runtime
import Synchronization

/// Whether Redis has accepted everything, for /readyz: it has not while it is unavailable or refuses a command.
final class RedisState: Sendable {
    private let problem = Mutex<String?>("not connected yet")

    func failed(_ error: RedisError) { problem.withLock { $0 = "\(error)" } }

    /// Records the result of a write; `refusal` is Redis's error for values that it has not accepted yet.
    func wrote(refusal: RedisError?) { problem.withLock { $0 = refusal.map { "\($0)" } } }

    var status: HealthStatus { problem.withLock { $0.map { .failing($0) } ?? .ok } }
}
