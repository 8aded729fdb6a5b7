import Foundation
import TestSupport

/// A dashboard file of Grafana's classic model, as far as the tests look at it.
struct Dashboard {
    struct Query {
        var expression: String
        var legend: String
    }

    struct Panel {
        var id: Int
        var type: String
        var title: String
        var unit: String
        var datasource: String?
        var columns: Range<Int>
        var rows: Range<Int>
        var queries: [Query]
    }

    var uid: String
    var title: String
    var variables: Set<String>
    var panels: [Panel]
    /// Those of panels, annotations and variables.
    var queries: [Query]

    init(_ path: String) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(try ProjectFiles.text(path).utf8))
        uid = file.uid
        title = file.title
        variables = Set(file.templating.list.map(\.name))
        panels = file.panels.map(Panel.init)
        queries = panels.flatMap(\.queries)
        queries += file.annotations.list.map { Query(expression: $0.expr, legend: "") }
        queries += file.templating.list.map { variable in
            // `label_values(metric, label)` asks like `sum by (label) (metric)`.
            let match = variable.definition.firstMatch(of: /^label_values\((.+), (\w+)\)$/)
            return Query(expression: match.map { "sum by (\($0.output.2)) (\($0.output.1))" } ?? "", legend: "")
        }
    }

    private struct File: Decodable {
        var uid: String
        var title: String
        var panels: [RawPanel]
        var templating: List<Variable>
        var annotations: List<Annotation>
    }

    private struct List<Element: Decodable>: Decodable {
        var list: [Element]
    }

    private struct Variable: Decodable {
        var name: String
        var definition: String
    }

    private struct Annotation: Decodable {
        var expr: String
    }

    fileprivate struct RawPanel: Decodable {
        struct Position: Decodable {
            var x, y, w, h: Int
        }
        struct Source: Decodable {
            var uid: String
        }
        struct Fields: Decodable {
            struct Defaults: Decodable {
                var unit: String?
            }
            var defaults: Defaults
        }
        struct Target: Decodable {
            var expr: String
            var legendFormat: String
        }

        var id: Int
        var type: String
        var title: String
        var gridPos: Position
        var datasource: Source?
        var fieldConfig: Fields?
        var targets: [Target]?
    }
}

extension Dashboard.Panel {
    fileprivate init(_ panel: Dashboard.RawPanel) {
        let position = panel.gridPos
        self.init(
            id: panel.id, type: panel.type, title: panel.title, unit: panel.fieldConfig?.defaults.unit ?? "",
            datasource: panel.datasource?.uid, columns: position.x..<(position.x + position.w),
            rows: position.y..<(position.y + position.h),
            queries: (panel.targets ?? []).map { Dashboard.Query(expression: $0.expr, legend: $0.legendFormat) })
    }
}
