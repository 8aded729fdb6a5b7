import Foundation
import TestSupport
import Testing

@Suite("Prometheus' alerts")
struct AlertTests {
    private static let path = "deploy/prometheus/rules/tapedeck.yml"
    private static let tests = ProjectFiles.paths(under: "deploy/prometheus/tests", endingWith: ".yml")

    private static func rules() throws -> [YAML] {
        try YAML(path)["groups"].elements.flatMap { $0["rules"].elements }
    }

    private static func names() throws -> [String] { try rules().compactMap { $0["alert"].text } }

    @Test("promtool has nothing against the rules", .enabled(if: Promtool.isAvailable, Promtool.missing))
    func check() throws {
        #expect(try Promtool.complaints("check", "rules", ProjectFiles.root.appending(path: Self.path).path) == "")
    }

    @Test(
        "alerts fire when they should, and not when they should not",
        .enabled(if: Promtool.isAvailable, Promtool.missing), arguments: tests)
    func unitTests(test: String) throws {
        #expect(try Promtool.complaints("test", "rules", ProjectFiles.root.appending(path: test).path) == "")
    }

    @Test("every alert has a test of its name, with a case that fires and one that does not")
    func everyAlertIsTested() throws {
        let names = try Self.names()
        #expect(Set(names).count == names.count)
        let tested = Self.tests.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        #expect(tested == names.sorted())
        for path in Self.tests {
            let cases = try YAML(path)["tests"].elements.map { test in
                test["alert_rule_test"].elements.contains { !$0["exp_alerts"].elements.isEmpty }
            }
            #expect(cases.contains(true) && cases.contains(false), "\(path)")
            let alerts = try YAML(path)["tests"].elements.flatMap { $0["alert_rule_test"].elements }
                .compactMap { $0["alertname"].text }
            #expect(Set(alerts) == [URL(filePath: path).deletingPathExtension().lastPathComponent], "\(path)")
        }
    }

    @Test("expressions name metrics and labels that there are")
    func expressions() throws {
        let table = try MetricTable()
        for rule in try Self.rules() { #expect(Query(rule["expr"].text ?? "").mistakes(table) == []) }
    }

    @Test("every alert has a severity, and a line in the runbook that says what to do; the runbook has no other")
    func runbook() throws {
        var rows: [String: [String]] = [:]
        var isInside = false
        for line in try ProjectFiles.text("docs/OPERATIONS.md").split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## Alerts" }
            guard isInside, line.hasPrefix("| `") else { continue }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            rows[cells[0].trimmingCharacters(in: ["`"])] = cells
        }
        for rule in try Self.rules() {
            let name = try #require(rule["alert"].text)
            let severity = rule["labels"]["severity"].text ?? ""
            #expect(["critical", "warning"].contains(severity), "\(name)")
            #expect(rule["annotations"]["runbook"].text == "docs/OPERATIONS.md, Alerts, \(name)")
            #expect(rule["annotations"]["summary"].text?.isEmpty == false, "\(name)")
            let row = try #require(rows[name], "\(name) has no line in OPERATIONS.md")
            #expect(row.count == 4 && row[1] == severity && !row[3].isEmpty, "\(name)")
        }
        #expect(Set(rows.keys) == Set(try Self.names()))
    }
}
