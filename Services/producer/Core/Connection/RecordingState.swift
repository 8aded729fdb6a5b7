import Runtime
import Synchronization

/// The required and the recording connections of one venue and source, for metrics and /readyz.
final class RecordingState: Sendable {
    private let wanted = Atomic(0)
    private let recording = Atomic(0)
    private let unlisted = Atomic(0)
    private let refused = Mutex<[String: String]>([:])

    /// The number of topics that `/readyz` names; the others are only counted.
    private static let namedTopics = 5

    /// Updates the state.
    ///
    /// - Parameters:
    ///   - wanted: the number of connections that the subscriptions need.
    ///   - recording: how many of them are open and recorded.
    ///   - unlisted: products whose symbols the venue has not listed yet.
    ///   - refused: the venue's message for each refused topic.
    func note(wanted: Int, recording: Int, unlisted: Int, refused: [String: String] = [:]) {
        self.wanted.store(wanted, ordering: .relaxed)
        self.recording.store(recording, ordering: .relaxed)
        self.unlisted.store(unlisted, ordering: .relaxed)
        self.refused.withLock { if $0 != refused { $0 = refused } }
    }

    /// Shows the state as metrics.
    func show(in metrics: MetricsRegistry, labels: [String: String]) {
        metrics.gauge(
            "tapedeck_wanted_connections", "Connections that the subscriptions need.", labels: labels
        ) { [self] in Double(wanted.load(ordering: .relaxed)) }
        metrics.gauge(
            "tapedeck_recording_connections", "Connections of these that are open and recorded.", labels: labels
        ) { [self] in Double(recording.load(ordering: .relaxed)) }
        metrics.gauge(
            "tapedeck_refused_topics", "Topics that the configuration wants and the venue refuses.", labels: labels
        ) { [self] in Double(refused.withLock { $0.count }) }
    }

    var status: HealthStatus {
        let wanted = wanted.load(ordering: .relaxed)
        let recording = recording.load(ordering: .relaxed)
        guard unlisted.load(ordering: .relaxed) == 0 else {
            return .failing("the venue has not listed its symbols yet")
        }
        guard wanted > 0, recording >= wanted else { return .failing("\(recording) of \(wanted) connections are open") }
        return refused.withLock { refused in
            guard !refused.isEmpty else { return .ok }
            let named = refused.sorted { $0.key < $1.key }.prefix(Self.namedTopics).map { "\($0.key) (\($0.value))" }
            let others = refused.count - named.count
            return .failing(
                "the venue refuses \(named.joined(separator: ", "))" + (others > 0 ? " and \(others) more" : ""))
        }
    }
}
