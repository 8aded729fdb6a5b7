import Base
import Runtime

/// Runs what blocks on a thread of its own, so that the tests' pool stays free for others.
///
/// Expectations belong outside: on a foreign thread Swift Testing does not know whose they are.
public func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        WorkerThread.detach(name: "test") {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}
