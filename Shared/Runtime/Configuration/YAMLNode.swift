/// One value of a YAML file, with the place where it stands.
struct YAMLNode: Sendable {
    /// What the node holds.
    enum Content: Sendable {
        /// Text; `isNull` for a plain empty value, `~` or `null`.
        case scalar(String, isNull: Bool)
        /// Values in order.
        case sequence([YAMLNode])
        /// Keys and values in the file's order; no key comes twice.
        case mapping([Entry])
    }

    /// A key with its value.
    struct Entry: Sendable {
        var key: String
        /// Where the key stands.
        var place: ConfigurationPlace
        var value: YAMLNode
    }

    var content: Content
    /// Where the value starts.
    var place: ConfigurationPlace

    /// Whether the file says nothing here: `port:` alone means the default.
    var isNull: Bool {
        if case .scalar(_, isNull: true) = content { true } else { false }
    }

    /// What the node is, for messages.
    var kindText: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a section"
        }
    }
}
