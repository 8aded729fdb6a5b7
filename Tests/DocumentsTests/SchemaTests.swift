import Documents
import Foundation
import MarketData
import TestSupport
import Testing

@Suite("Documents: schemas")
struct SchemaTests {
    /// What a schema says of one field.
    private static func form(of property: Any?) throws -> String {
        let property = try #require(property as? [String: Any])
        if let names = property["enum"] as? [String] { return names.joined(separator: ",") }
        return try #require(property["$ref"] as? String ?? property["type"] as? String)
    }

    private static func form(of field: DocumentField) -> String {
        switch field.form {
        case .decimal: "#/$defs/decimal"
        case .integer, .smallInteger: "integer"
        case .time: "#/$defs/nanoseconds"
        case .name(let names): names.joined(separator: ",")
        case .word, .text: "string"
        case .levels: "#/$defs/levels"
        case .orders: "#/$defs/orders"
        }
    }

    private static let common = [
        "type", "version", "venue", "symbol", "instrument", "product", "ts_event", "ts_publish", "ts_recv", "source",
        "flags",
    ]

    @Test("a schema has the fields that its type declares, and no others", arguments: EventKind.allCases)
    func fields(kind: EventKind) throws {
        let kind = kind.declaration
        for list in kind.fieldLists {
            let path = "Shared/Documents/Schemas/\(list.type).v\(kind.version).json"
            let schema = try #require(
                try JSONSerialization.jsonObject(with: Data(ProjectFiles.text(path).utf8)) as? [String: Any])
            let properties = try #require(schema["properties"] as? [String: [String: Any]])
            let required = try #require(schema["required"] as? [String])
            #expect(Set(properties.keys) == Set(Self.common + list.fields.map(\.name)), "\(list.type)")
            for field in list.fields {
                let place: Comment = "\(list.type).\(field.name)"
                #expect(try Self.form(of: properties[field.name]) == Self.form(of: field), place)
                // A text that is empty is absent, whether its schema wants it or not.
                guard field.form != .word, field.form != .text else { continue }
                #expect(required.contains(field.name) == !field.isOptional, place)
            }
            #expect(properties["type"]?["const"] as? String == "\(list.type)")
            #expect(properties["version"]?["const"] as? Int == kind.version)
        }
    }

    @Test("every schema is one of a declared type")
    func files() {
        let declared = KindDeclaration.all.flatMap { kind in
            kind.documentTypes.map { "Shared/Documents/Schemas/\($0).v\(kind.version).json" }
        }
        #expect(ProjectFiles.paths(under: "Shared/Documents/Schemas", endingWith: ".json") == declared.sorted())
    }

    @Test("no two types have one name, and kinds of one name are declared alike")
    func names() {
        let types = KindDeclaration.all.flatMap(\.documentTypes)
        #expect(Set(types).count == types.count)
        for kind in KindDeclaration.all {
            for other in KindDeclaration.all where other.name == kind.name {
                #expect(other.version == kind.version, "\(kind.name)")
                #expect(other.isBusy == kind.isBusy && other.isCounted == kind.isCounted, "\(kind.name)")
            }
        }
    }
}
