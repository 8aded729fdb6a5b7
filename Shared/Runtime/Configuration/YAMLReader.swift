import CYaml

/// Reads a YAML text into a tree by libyaml, whose marks give every node its line and column.
struct YAMLReader {
    /// Deeper nesting is refused; libyaml's own tree may even be cyclic, through an alias inside its anchor.
    static let maximumDepth = 32
    /// More nodes are refused, counted after aliases are written out, so that a few lines cannot fill the memory.
    static let maximumNodes = 100_000

    /// What errors call the text.
    private let path: String
    private var nodeCount = 0

    private init(path: String) { self.path = path }

    /// Reads the one document of `text`; nil when it is empty.
    static func read(_ text: [UInt8], path: String) throws(ConfigurationError) -> YAMLNode? {
        var reader = YAMLReader(path: path)
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw .unreadable(path: path, reason: "out of memory") }
        defer { yaml_parser_delete(&parser) }
        // The parser reads the bytes until it is deleted, so it gets a copy that stays where it is.
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(text.count, 1))
        defer { bytes.deallocate() }
        _ = bytes.update(fromContentsOf: text)
        yaml_parser_set_input_string(&parser, bytes.baseAddress, text.count)

        guard let tree = try reader.nextDocument(&parser, text) else { return nil }
        if let second = try reader.nextDocument(&parser, text) {
            throw .syntax(second.place, problem: "a second document; the configuration is one")
        }
        return tree
    }

    private mutating func nextDocument(
        _ parser: inout yaml_parser_t, _ text: [UInt8]
    ) throws(ConfigurationError) -> YAMLNode? {
        var document = yaml_document_t()
        guard yaml_parser_load(&parser, &document) == 1 else { throw syntaxError(parser, text) }
        defer { yaml_document_delete(&document) }
        guard let root = yaml_document_get_root_node(&document) else { return nil }
        return try node(root.pointee, in: &document, depth: 0)
    }

    private mutating func node(
        _ node: yaml_node_t, in document: inout yaml_document_t, depth: Int
    ) throws(ConfigurationError) -> YAMLNode {
        let place = place(node.start_mark)
        nodeCount += 1
        guard depth < Self.maximumDepth else { throw .syntax(place, problem: "nested too deep") }
        guard nodeCount <= Self.maximumNodes else { throw .syntax(place, problem: "too many values") }
        switch node.type {
        case YAML_SCALAR_NODE:
            let text = Self.text(node)
            let isPlain = node.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
            return YAMLNode(content: .scalar(text, isNull: isPlain && ["", "~", "null"].contains(text)), place: place)
        case YAML_SEQUENCE_NODE:
            var items: [YAMLNode] = []
            let stack = node.data.sequence.items
            for index in 0..<(stack.top - stack.start) {
                items.append(try child(stack.start[index], of: &document, depth: depth))
            }
            return YAMLNode(content: .sequence(items), place: place)
        default:
            let stack = node.data.mapping.pairs
            let pairs = UnsafeBufferPointer(start: stack.start, count: stack.top - stack.start)
            return YAMLNode(content: .mapping(try entries(pairs, of: &document, depth: depth)), place: place)
        }
    }

    private mutating func entries(
        _ pairs: UnsafeBufferPointer<yaml_node_pair_t>, of document: inout yaml_document_t, depth: Int
    ) throws(ConfigurationError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        for pair in pairs {
            let key = try child(pair.key, of: &document, depth: depth)
            guard case .scalar(let name, _) = key.content else {
                throw .syntax(key.place, problem: "a key is a single word, not \(key.kindText)")
            }
            if entries.contains(where: { $0.key == name }) {
                throw .syntax(key.place, problem: "the key '\(name)' is there twice")
            }
            let value = try child(pair.value, of: &document, depth: depth)
            entries.append(YAMLNode.Entry(key: name, place: key.place, value: value))
        }
        return entries
    }

    private mutating func child(
        _ index: Int32, of document: inout yaml_document_t, depth: Int
    ) throws(ConfigurationError) -> YAMLNode {
        guard let found = yaml_document_get_node(&document, index) else {
            throw .unreadable(path: path, reason: "libyaml lost a node")
        }
        return try node(found.pointee, in: &document, depth: depth + 1)
    }

    private static func text(_ node: yaml_node_t) -> String {
        let scalar = node.data.scalar
        return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }

    /// libyaml counts lines and columns from 0, people from 1.
    private func place(_ mark: yaml_mark_t) -> ConfigurationPlace {
        .file(path: path, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func syntaxError(_ parser: yaml_parser_t, _ text: [UInt8]) -> ConfigurationError {
        let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
        guard parser.error == YAML_READER_ERROR else {
            let context = parser.context.map { " (\(String(cString: $0)))" } ?? ""
            return .syntax(place(parser.problem_mark), problem: problem + context)
        }
        // The reader of bytes knows an offset only.
        let before = text.prefix(Int(parser.problem_offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - ((before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1) + 1
        return .syntax(.file(path: path, line: line, column: column), problem: problem)
    }
}
