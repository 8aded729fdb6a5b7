import Foundation
import TestSupport
@testable import Runtime

/// A YAML file of the project, walked by keys.
struct YAML {
    private let node: YAMLNode?

    private init(_ node: YAMLNode?) { self.node = node }

    init(_ path: String) throws {
        node = try YAMLReader.read(Array(try ProjectFiles.text(path).utf8), path: path)
    }

    /// The value of a key; nothing where there is none.
    subscript(key: String) -> YAML {
        guard case .mapping(let entries)? = node?.content else { return YAML(nil) }
        return YAML(entries.first { $0.key == key }?.value)
    }

    /// The keys of a section; none for anything else.
    var keys: [String] {
        guard case .mapping(let entries)? = node?.content else { return [] }
        return entries.map(\.key)
    }

    /// The elements of a list; none for anything else.
    var elements: [YAML] {
        guard case .sequence(let nodes)? = node?.content else { return [] }
        return nodes.map { YAML($0) }
    }

    /// The text of a single value; nil for anything else.
    var text: String? {
        guard case .scalar(let text, isNull: false)? = node?.content else { return nil }
        return text
    }
}
