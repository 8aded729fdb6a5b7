import Foundation
import TestSupport

/// What a PromQL expression names: enough of it to hold it against the metrics that there are.
struct Query {
    let text: String

    init(_ text: String) { self.text = text }

    /// Labels that Prometheus gives to every series.
    private static let targetLabels: Set<String> = ["job", "instance"]

    /// What is wrong with it: metrics that no service has, labels that they do not have; `legend` may name labels too.
    func mistakes(_ table: MetricTable, legend: String = "") -> [String] {
        var mistakes: [String] = []
        var known: Set<String> = Self.targetLabels
        for (metric, selectors, job) in metrics {
            guard let labels = Self.labels(of: metric, job: job, table) else {
                mistakes.append("\(job ?? "nobody") has no metric \(metric)")
                continue
            }
            known.formUnion(labels)
            for label in selectors where !labels.contains(label) && !Self.targetLabels.contains(label) {
                mistakes.append("\(metric) has no label \(label)")
            }
        }
        for label in groupings + Self.names(in: legend) where !known.contains(label) {
            mistakes.append("nothing in it has a label \(label)")
        }
        if metrics.isEmpty { mistakes.append("it names no metric") }
        return mistakes.map { "\($0): \(text)" }
    }

    /// Metrics with the labels that select their series and, where there is one, the service.
    private var metrics: [(name: String, labels: [String], job: String?)] {
        text.matches(of: /\b((?:tapedeck|process)_[a-z_]+|up\b|ALERTS\b)(?:\{([^}]*)\})?/).map { match in
            let selectors = String(match.output.2 ?? "")
            let labels = selectors.matches(of: /(\w+)\s*(?:=~|!~|!=|=)/).map { String($0.output.1) }
            let job = selectors.firstMatch(of: /job="(\w+)"/).map { String($0.output.1) }
            return (String(match.output.1), labels, job)
        }
    }

    private static func labels(of metric: String, job: String?, _ table: MetricTable) -> Set<String>? {
        switch metric {
        case "up": []
        case "ALERTS": ["alertname", "alertstate", "severity"]
        default: table.labels(of: metric, service: job)
        }
    }

    /// Labels of `by (…)` and `on (…)`.
    private var groupings: [String] {
        text.matches(of: /\b(?:by|on)\s*\(([^)]*)\)/).flatMap { match in
            match.output.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Labels in `{{…}}`.
    private static func names(in legend: String) -> [String] {
        legend.matches(of: /\{\{\s*(\w+)\s*\}\}/).map { String($0.output.1) }
    }
}
