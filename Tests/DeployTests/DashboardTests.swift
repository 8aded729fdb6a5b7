import Foundation
import Runtime
import TestSupport
import Testing

@Suite("Grafana's dashboards")
struct DashboardTests {
    private static let paths = ProjectFiles.paths(under: "deploy/grafana/dashboards", endingWith: ".json")

    @Test("there is an overview, a page for a venue and one for each service")
    func pages() {
        let names = Self.paths.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        #expect(Set(names) == Set(["overview", "venue"] + ServiceRegistry.all.map(\.name)))
    }

    @Test("identifiers and titles are each dashboard's own")
    func identifiers() throws {
        let boards = try Self.paths.map { try Dashboard($0) }
        #expect(Set(boards.map(\.uid)).count == boards.count)
        #expect(Set(boards.map(\.title)).count == boards.count)
        // https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
        for board in boards { #expect((8...40).contains(board.uid.count), "\(board.uid)") }
    }

    @Test("every query names metrics and labels that there are, and variables that the dashboard has", arguments: paths)
    func queries(path: String) throws {
        let board = try Dashboard(path)
        let table = try MetricTable()
        for query in board.queries {
            #expect(Query(query.expression).mistakes(table, legend: query.legend) == [])
            for match in query.expression.matches(of: /\$(\w+)/) {
                let name = String(match.output.1)
                #expect(name.hasPrefix("__") || board.variables.contains(name), "\(name)")
            }
        }
    }

    @Test(
        "promtool can read every query", .enabled(if: Promtool.isAvailable, Promtool.missing), arguments: paths)
    func syntax(path: String) throws {
        var rules = "groups:\n- name: dashboard\n  rules:\n"
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        for (index, query) in try Dashboard(path).queries.enumerated() {
            let text = query.expression.replacing(/\$__\w+/, with: "5m").replacing(/\$\w+/, with: "x")
            rules += "  - record: query:\(index)\n"
            rules += "    expr: \(String(decoding: try encoder.encode(text), as: UTF8.self))\n"
        }
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let file = folder.url.appending(path: "rules.yml")
        try Data(rules.utf8).write(to: file)
        #expect(try Promtool.complaints("check", "rules", file.path) == "")
    }

    @Test("every panel has a title, a query, a unit and the datasource that is provisioned", arguments: paths)
    func panels(path: String) throws {
        let provisioned = try YAML("deploy/grafana/provisioning/datasources/prometheus.yml")["datasources"].elements
            .compactMap { $0["uid"].text }
        let board = try Dashboard(path)
        #expect(!board.panels.isEmpty)
        for panel in board.panels {
            #expect(!panel.title.isEmpty, "\(panel.id)")
            guard panel.type != "row" else { continue }
            #expect(!panel.unit.isEmpty, "\(panel.title)")
            #expect(!panel.queries.isEmpty, "\(panel.title)")
            #expect(panel.datasource.map { provisioned.contains($0) } == true, "\(panel.title)")
        }
    }

    @Test("panels have numbers of their own, stay on the grid and do not overlap", arguments: paths)
    func grid(path: String) throws {
        let panels = try Dashboard(path).panels
        #expect(Set(panels.map(\.id)).count == panels.count)
        for panel in panels {
            #expect(panel.columns.lowerBound >= 0 && panel.columns.upperBound <= 24, "\(panel.title)")
            for other in panels where other.id > panel.id {
                #expect(
                    !(panel.columns.overlaps(other.columns) && panel.rows.overlaps(other.rows)),
                    "\(panel.title) and \(other.title)")
            }
        }
    }

    @Test("dashboards are found where their provider looks, and nobody changes them in the browser")
    func provider() throws {
        let providers = try YAML("deploy/grafana/provisioning/dashboards/tapedeck.yml")["providers"].elements
        #expect(providers.map { $0["type"].text } == ["file"])
        #expect(providers.map { $0["options"]["path"].text } == ["/var/lib/grafana/dashboards"])
        #expect(providers.map { $0["allowUiUpdates"].text } == ["false"])
    }
}
