import Redis
import Runtime
import Synchronization

/// Whether Redis took the last write, for /readyz.
final class RedisState: Sendable {
    private let problem = Mutex<String?>("not connected yet")

    func failed(_ error: RedisError) { problem.withLock { $0 = "\(error)" } }

    func succeeded() { problem.withLock { $0 = nil } }

    var status: HealthStatus { problem.withLock { $0.map { .failing($0) } ?? .ok } }
}
