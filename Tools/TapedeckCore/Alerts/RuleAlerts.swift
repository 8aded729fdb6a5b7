import Foundation

/// What Prometheus says of its rules, `GET /api/v1/alerts`, as events.
///
/// https://prometheus.io/docs/prometheus/latest/querying/api/#alerts
enum RuleAlerts {
    /// Every alert that fires.
    ///
    /// - Throws: when the answer is not of that form.
    static func firing(in answer: [UInt8]) throws -> [AlertEvent] {
        // `pending` ones have not held for as long as their rule asks.
        try JSONDecoder().decode(Answer.self, from: Data(answer)).data.alerts.filter { $0.state == "firing" }.map(event)
    }

    private static func event(_ alert: Answer.Alert) -> AlertEvent {
        var labels = alert.labels
        let name = labels.removeValue(forKey: "alertname") ?? "?"
        // A rule of somebody else's may know other severities.
        let severity = labels.removeValue(forKey: "severity").flatMap(AlertSeverity.init(rawValue:)) ?? .warning
        let identity = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        let notes = alert.annotations ?? [:]
        return AlertEvent(
            key: "rule/\(name)/\(severity.rawValue)/\(identity)", change: .fires, origin: .rule, severity: severity,
            name: name, summary: AlertText.short(notes["summary"] ?? identity),
            detail: AlertText.short(
                [notes["description"], notes["runbook"]].compactMap { $0 }.joined(separator: " See ")),
            labels: labels)
    }

    private struct Answer: Decodable {
        struct Alert: Decodable {
            var labels: [String: String]
            var annotations: [String: String]?
            var state: String
        }
        struct Alerts: Decodable {
            var alerts: [Alert]
        }

        var data: Alerts
    }
}
