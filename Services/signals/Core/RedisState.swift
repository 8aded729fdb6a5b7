import Redis
import Runtime
import Synchronization

/// Whether Redis has taken all that was written, for /readyz: not while it is away, nor while it refuses a command.
final class RedisState: Sendable {
    private let problem = Mutex<String?>("not connected yet")

    func failed(_ error: RedisError) { problem.withLock { $0 = "\(error)" } }

    /// Says how a write went: `refusal` is what Redis has said of what it has not taken yet.
    func wrote(refusal: RedisError?) { problem.withLock { $0 = refusal.map { "\($0)" } } }

    var status: HealthStatus { problem.withLock { $0.map { .failing($0) } ?? .ok } }
}
