import Base
import Runtime
import Synchronization

/// How far uploading is, for /readyz and metrics.
final class UploadState: Sendable {
    private struct Values {
        var waiting = 0
        var oldest: Int64?
        var failure: String?
    }

    private let values = Mutex(Values())
    private let maxWait: Int64
    private let clock: WallClock

    /// - Parameter maxWait: how long a file may wait, in nanoseconds.
    init(maxWait: Int64, clock: WallClock) {
        self.maxWait = maxWait
        self.clock = clock
    }

    /// Notes what waits, and since when the oldest of it does.
    func waits(_ count: Int, since oldest: Int64?) {
        values.withLock {
            $0.waiting = count
            $0.oldest = oldest
        }
    }

    func failed(_ text: String) { values.withLock { $0.failure = text } }

    func succeeded() { values.withLock { $0.failure = nil } }

    /// How long the oldest file has waited.
    var oldestSeconds: Double {
        values.withLock { $0.oldest }.map { Double(max(0, clock.now() - $0)) / 1e9 } ?? 0
    }

    var status: HealthStatus {
        let values = values.withLock { $0 }
        guard let oldest = values.oldest, clock.now() - oldest > maxWait else { return .ok }
        let reason = values.failure.map { ": \($0)" } ?? ""
        return .failing(
            "\(values.waiting) files wait for their upload, the oldest for \((clock.now() - oldest) / 1_000_000_000) s\(reason)"
        )
    }
}
