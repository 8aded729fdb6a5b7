package import Runtime
import Synchronization

/// Knows for how long Kafka has acknowledged nothing although records wait for it.
package final class AcknowledgementWatch: Sendable {
    private let acknowledged = Atomic(-1)
    private let progressTime: Atomic<Int64>
    private let idleNanoseconds = Atomic<Int64>(0)

    /// Nothing waits yet.
    package init(now: Int64) { progressTime = Atomic(now) }

    /// Takes a look, from one thread.
    ///
    /// - Parameters:
    ///   - pending: records that wait for their acknowledgement.
    ///   - total: records acknowledged so far.
    ///   - now: the time in nanoseconds.
    package func look(pending: Int, acknowledged total: Int, now: Int64) {
        let before = acknowledged.exchange(total, ordering: .relaxed)
        if pending == 0 || total != before { progressTime.store(now, ordering: .relaxed) }
        idleNanoseconds.store(max(0, now - progressTime.load(ordering: .relaxed)), ordering: .relaxed)
    }

    /// How long it was at the last look, in seconds.
    package var seconds: Double { Double(idleNanoseconds.load(ordering: .relaxed)) / 1e9 }

    /// Whether that is more than allowed.
    package func status(maxSeconds: Int) -> HealthStatus {
        seconds <= Double(maxSeconds)
            ? .ok : .failing("nothing was acknowledged for \(Int(seconds)) s although records wait")
    }
}
