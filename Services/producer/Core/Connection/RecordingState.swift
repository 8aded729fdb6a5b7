import Runtime
import Synchronization

/// How many connections one venue and source should have and how many record, for metrics and /readyz.
final class RecordingState: Sendable {
    private let wanted = Atomic(0)
    private let recording = Atomic(0)
    private let unlisted = Atomic(0)

    /// Takes note of how things stand.
    ///
    /// - Parameters:
    ///   - wanted: connections that the subscriptions need.
    ///   - recording: those of them that are open and recorded.
    ///   - unlisted: products whose symbols the venue has not listed yet.
    func note(wanted: Int, recording: Int, unlisted: Int) {
        self.wanted.store(wanted, ordering: .relaxed)
        self.recording.store(recording, ordering: .relaxed)
        self.unlisted.store(unlisted, ordering: .relaxed)
    }

    /// Shows the state as metrics.
    func show(in metrics: MetricsRegistry, labels: [String: String]) {
        metrics.gauge(
            "tapedeck_wanted_connections", "Connections that the subscriptions need.", labels: labels
        ) { [self] in Double(wanted.load(ordering: .relaxed)) }
        metrics.gauge(
            "tapedeck_recording_connections", "Connections of these that are open and recorded.", labels: labels
        ) { [self] in Double(recording.load(ordering: .relaxed)) }
    }

    var status: HealthStatus {
        let wanted = wanted.load(ordering: .relaxed)
        let recording = recording.load(ordering: .relaxed)
        guard unlisted.load(ordering: .relaxed) == 0 else {
            return .failing("the venue has not listed its symbols yet")
        }
        return wanted > 0 && recording >= wanted ? .ok : .failing("\(recording) of \(wanted) connections are open")
    }
}
