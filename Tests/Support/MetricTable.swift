import Foundation

/// The metrics as docs/OPERATIONS.md has them, by section: which labels each has.
public struct MetricTable: Sendable {
    /// One metric.
    public struct Row: Sendable, Hashable {
        /// Its name; of a histogram without `_bucket`.
        public var name: String
        /// The labels that the service gives it.
        public var labels: Set<String>
        /// Whether it has buckets.
        public var isHistogram: Bool
    }

    /// Rows by section, such as `producer`; what all services have is in `every service`.
    public let sections: [String: [Row]]

    /// Reads the page.
    public init() throws {
        var sections: [String: [Row]] = [:]
        var section: String?
        var isInside = false
        for line in try ProjectFiles.text("docs/OPERATIONS.md").split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## Metrics" }
            if line.hasPrefix("### ") { section = line.dropFirst(4).lowercased() }
            guard isInside, let section, line.hasPrefix("| `") else { continue }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let labels = Set(cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            for match in cells[1].matches(of: /`([a-z_]+)`/) {
                sections[section, default: []].append(
                    Row(
                        name: String(match.output.1), labels: labels,
                        isHistogram: cells[3].hasPrefix("histogram")))
            }
        }
        self.sections = sections
    }

    /// The metrics of a service, those that all have included; nil means of any.
    public func rows(of service: String?) -> [Row] {
        guard let service else { return sections.values.flatMap { $0 } }
        return (sections["every service"] ?? []) + (sections[service] ?? [])
    }

    /// The labels of a metric as a query names it, `_bucket` and its like included; nil where there is none.
    public func labels(of metric: String, service: String?) -> Set<String>? {
        let found = rows(of: service).filter { row in
            row.isHistogram ? Self.series(of: row.name).contains(metric) : row.name == metric
        }
        guard !found.isEmpty else { return nil }
        let own = found.reduce(into: Set<String>()) { $0.formUnion($1.labels) }
        return metric.hasSuffix("_bucket") && found[0].isHistogram ? own.union(["le"]) : own
    }

    private static func series(of histogram: String) -> [String] {
        ["_bucket", "_sum", "_count"].map { histogram + $0 }
    }
}
