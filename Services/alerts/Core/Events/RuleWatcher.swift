import Base
import Runtime
import Transfer

/// Asks Prometheus which of its rules fire, and raises an alert if Prometheus does not answer.
final class RuleWatcher: Sendable {
    /// The number of consecutive failures after which an alert is raised.
    static let toleratedFailures = 3

    private let url: String
    private let pollMilliseconds: Int
    private let metrics: AlertMetrics
    private let channels: [AlertChannel]

    init(prometheusURL: String, pollSeconds: Int, metrics: AlertMetrics, channels: [AlertChannel]) {
        url = (prometheusURL.hasSuffix("/") ? String(prometheusURL.dropLast()) : prometheusURL) + "/api/v1/alerts"
        pollMilliseconds = pollSeconds * 1_000
        self.metrics = metrics
        self.channels = channels
    }

    /// Asks until the shutdown is requested.
    func run(until shutdown: ShutdownSignal) {
        var failures = 0
        repeat {
            do {
                let answer = try WebRequest(url: url).send(isCancelled: { shutdown.isRequested })
                let rules = try RuleAlerts.firing(in: answer)
                metrics.heard(rules)
                // This includes the first answer, because an earlier process may have reported that Prometheus is unavailable.
                for channel in channels {
                    channel.take(rules: rules)
                    channel.take([Self.event(.resolves)])
                }
                failures = 0
            } catch TransferError.cancelled {
                return
            } catch {
                failures += 1
                // Decoding errors quote the input, which may be long.
                let reason = (error as? TransferError).map { "\($0)" } ?? "not an answer of /api/v1/alerts"
                metrics.pollFailures.happened(metadata: ["error": "\(reason)"])
                guard failures >= Self.toleratedFailures else { continue }
                let away = [Self.event(.fires)]
                if failures == Self.toleratedFailures { metrics.heard(away) }
                for channel in channels { channel.take(away) }
            }
        } while !shutdown.wait(milliseconds: pollMilliseconds)
    }

    private static func event(_ change: AlertEvent.Change) -> AlertEvent {
        AlertEvent(
            key: "alerts/prometheus", change: change, origin: .alerts, severity: .critical, name: "PrometheusAway",
            summary: "Prometheus does not answer: no alert of its rules is told")
    }
}
