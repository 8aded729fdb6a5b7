import JSON
import MarketData

/// Converts Prometheus' alerts, `GET /api/v1/alerts`, to events.
///
/// https://prometheus.io/docs/prometheus/latest/querying/api/#alerts
enum RuleAlerts {
    /// One alert of the answer.
    private struct Alert {
        var labels: [String: String] = [:]
        var annotations: [String: String] = [:]
        var state: String?
    }

    /// Every alert that fires.
    ///
    /// - Throws: if the answer has another format.
    static func firing(in answer: [UInt8]) throws(DecodeError) -> [AlertEvent] {
        var frame = FrameBuffer(minimumCapacity: answer.count)
        try frame.assign(answer)
        var cursor = frame.cursor
        var alerts: [Alert]?
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            if name == "data" { alerts = try data(&cursor) } else { try cursor.skipValue() }
        }
        try cursor.finish()
        guard let alerts else { throw .missingField("data.alerts") }
        // `pending` alerts have not lasted as long as their rule requires.
        return alerts.filter { $0.state == "firing" }.map(event)
    }

    private static func data(_ cursor: inout JSONCursor) throws(DecodeError) -> [Alert]? {
        var alerts: [Alert]?
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            guard name == "alerts" else {
                try cursor.skipValue()
                continue
            }
            var found: [Alert] = []
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { found.append(try alert(&cursor)) }
            alerts = found
        }
        return alerts
    }

    private static func alert(_ cursor: inout JSONCursor) throws(DecodeError) -> Alert {
        var alert = Alert()
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            switch name {
            case "labels": alert.labels = try cursor.texts()
            case "annotations": alert.annotations = try cursor.takeNull() ? [:] : cursor.texts()
            case "state": alert.state = try cursor.text()
            default: try cursor.skipValue()
            }
        }
        guard alert.state != nil else { throw .missingField("state") }
        return alert
    }

    private static func event(_ alert: Alert) -> AlertEvent {
        var labels = alert.labels
        let name = labels.removeValue(forKey: "alertname") ?? "?"
        // Rules of other authors may use other severities.
        let severity = labels.removeValue(forKey: "severity").flatMap(AlertSeverity.init(rawValue:)) ?? .warning
        let identity = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        let notes = alert.annotations
        return AlertEvent(
            key: "rule/\(name)/\(severity.rawValue)/\(identity)", change: .fires, origin: .rule, severity: severity,
            name: name, summary: AlertText.short(notes["summary"] ?? identity),
            detail: AlertText.short(
                [notes["description"], notes["runbook"]].compactMap { $0 }.joined(separator: " See ")),
            labels: labels)
    }
}
