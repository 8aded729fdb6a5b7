package import Runtime
import Synchronization

/// Measures how long Kafka has acknowledged nothing although records are waiting.
package final class AcknowledgementWatch: Sendable {
    private let acknowledged = Atomic(-1)
    private let progressTime: Atomic<Int64>
    private let idleNanoseconds = Atomic<Int64>(0)

    /// Initially no records are waiting.
    package init(now: Int64) { progressTime = Atomic(now) }

    /// Updates the measurement. Must be called from one thread only.
    ///
    /// - Parameters:
    ///   - pending: the number of unacknowledged records.
    ///   - total: records acknowledged so far.
    ///   - now: the time in nanoseconds.
    package func look(pending: Int, acknowledged total: Int, now: Int64) {
        let before = acknowledged.exchange(total, ordering: .relaxed)
        if pending == 0 || total != before { progressTime.store(now, ordering: .relaxed) }
        idleNanoseconds.store(max(0, now - progressTime.load(ordering: .relaxed)), ordering: .relaxed)
    }

    /// The duration at the last update, in seconds.
    package var seconds: Double { Double(idleNanoseconds.load(ordering: .relaxed)) / 1e9 }

    /// Fails if the duration is more than `maxSeconds`.
    package func status(maxSeconds: Int) -> HealthStatus {
        seconds <= Double(maxSeconds)
            ? .ok : .failing("nothing was acknowledged for \(Int(seconds)) s although records wait")
    }
}
