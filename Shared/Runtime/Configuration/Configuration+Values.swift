extension Configuration {
    /// The effective values of these keys. A key outside lists has one value, which is its default if it is not set. A map has
    /// one for each name. Inside lists only the values of the file are returned, in the file's order.
    ///
    /// Values are not checked here: read the sections first.
    public func values(of keys: [ConfigurationKey]) -> [ConfigurationValue] {
        var listed: [ConfigurationValue] = []
        var values: [ConfigurationValue] = []
        for key in keys {
            switch key.kind {
            case .map where key.environmentName != nil: values += members(of: key)
            case _ where key.environmentName == nil: listed += found(key)
            default: values.append(value(of: key))
            }
        }
        return values + listed.sorted { Self.order($0) < Self.order($1) }
    }

    private func value(of key: ConfigurationKey) -> ConfigurationValue {
        if let name = key.environmentName, let text = environment[name] {
            return ConfigurationValue(path: key.path, text: text, place: .environment(name: name))
        }
        return found(key).first ?? ConfigurationValue(path: key.path, text: key.defaultText ?? "", place: nil)
    }

    /// The names of a map with their values; the rules are those of `ConfigurationSection.map`.
    private func members(of key: ConfigurationKey) -> [ConfigurationValue] {
        var values: [ConfigurationValue] = []
        if let node = nodes(key.path).first?.node, case .mapping(let entries) = node.content {
            values = entries.map {
                ConfigurationValue(path: "\(key.path).\($0.key)", text: Self.text($0.value), place: $0.place)
            }
        }
        let prefix = (key.environmentName ?? "") + "_"
        for name in environment.keys.sorted() where name.hasPrefix(prefix) && name.count > prefix.count {
            let suffix = String(name.dropFirst(prefix.count))
            let known = values.firstIndex {
                ConfigurationPath.environmentSpelling(String($0.path.dropFirst(key.path.count + 1))) == suffix
            }
            let member = String(suffix.lowercased().map { $0 == "_" ? "." : $0 })
            let value = ConfigurationValue(
                path: known.map { values[$0].path } ?? "\(key.path).\(member)", text: environment[name] ?? "",
                place: .environment(name: name))
            if let known { values[known] = value } else { values.append(value) }
        }
        if !values.isEmpty { return values }
        return [ConfigurationValue(path: key.path, text: key.defaultText ?? "{}", place: nil)]
    }

    private func found(_ key: ConfigurationKey) -> [ConfigurationValue] {
        nodes(key.path).map { ConfigurationValue(path: $0.path, text: Self.text($0.node), place: $0.node.place) }
    }

    /// The nodes that a key's path leads to: many where it goes through lists or names of the user's choice.
    private func nodes(_ path: String) -> [(path: String, node: YAMLNode)] {
        let root = YAMLNode(content: .mapping(entries), place: .absent(path: self.path))
        var found = [(path: "", node: root)]
        for part in path.split(separator: ".") {
            let name = part.hasSuffix("[]") ? part.dropLast(2) : part
            found = found.flatMap { parent -> [(path: String, node: YAMLNode)] in
                guard case .mapping(let entries) = parent.node.content else { return [] }
                return entries.filter { name == "<name>" || $0.key == name }.map { entry in
                    (parent.path.isEmpty ? entry.key : "\(parent.path).\(entry.key)", entry.value)
                }
            }
            guard part.hasSuffix("[]") else { continue }
            found = found.flatMap { parent -> [(path: String, node: YAMLNode)] in
                guard case .sequence(let items) = parent.node.content else { return [] }
                return items.enumerated().map { ("\(parent.path)[\($0.offset)]", $0.element) }
            }
        }
        return found.filter { !$0.node.isNull }
    }

    private static func text(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, _): text
        case .sequence(let items): "[\(items.map(text).joined(separator: ", "))]"
        case .mapping(let entries): "{\(entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", "))}"
        }
    }

    private static func order(_ value: ConfigurationValue) -> (Int, Int) { value.place.map(order) ?? (0, 0) }

    /// Line and column, for sorting; values without a place come first.
    static func order(_ place: ConfigurationPlace) -> (Int, Int) {
        guard case .file(_, let line, let column) = place else { return (0, 0) }
        return (line, column)
    }
}
