extension ConfigurationSection {
    /// A list of texts; a single value counts as a list of one, and the environment separates values by commas.
    public mutating func list(
        _ name: String, default defaultValue: [String] = [], of choices: [String]? = nil, _ description: String
    ) throws(ConfigurationError) -> [String] {
        let allowed = Self.words(choices).map { "a list, each \($0)" } ?? "a list"
        declare(
            name, .list, default: "[\(defaultValue.joined(separator: ", "))]", allowed: allowed, description)
        return try value(or: defaultValue) { () throws(ConfigurationError) in
            try texts(name, default: defaultValue, of: choices, allowed: allowed)
        }
    }

    private func texts(
        _ name: String, default defaultValue: [String], of choices: [String]?, allowed: String
    ) throws(ConfigurationError) -> [String] {
        let path = path.key(name)
        var values: [Found] = []
        if let variable = variable(name) {
            values = variable.text.split(separator: ",").map {
                Found(text: Self.trimmed($0), place: variable.place)
            }
        } else if let node = node(name) {
            guard case .sequence(let items) = node.content else {
                values = [try Self.scalar(node, path, allowed: allowed)]
                try Self.check(values[0], path, choices, allowed: allowed)
                return [values[0].text]
            }
            for item in items { values.append(try Self.scalar(item, path, allowed: allowed)) }
        } else {
            return defaultValue
        }
        for found in values {
            try value(or: ()) { () throws(ConfigurationError) in
                try Self.check(found, path, choices, allowed: allowed)
            }
        }
        return values.map(\.text)
    }

    /// Names of the user's choice, a text each.
    ///
    /// `TAPEDECK_<SECTION>_<MAP>_<NAME>` overrides a name of the file that is spelled so in upper case; else it adds one
    /// in lower case with dots for underscores: `TAPEDECK_KAFKA_PROPERTIES_SASL_PASSWORD` is `sasl.password`.
    /// - Parameters:
    ///   - isSecret: whether a name's value may not stand in the file; then `secretsPlace` says in the error what may.
    public mutating func map(
        _ name: String, default defaultValue: [String: String] = [:], isSecret: (String) -> Bool = { _ in false },
        secretsPlace: String = "", _ description: String
    ) throws(ConfigurationError) -> [String: String] {
        let allowed = "names with a value each"
        let text = defaultValue.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        declare(name, .map, default: "{\(text)}", allowed: allowed, description)
        var values = defaultValue
        if let node = node(name) {
            guard case .mapping(let entries) = node.content else {
                try refuse(.invalid(node.place, key: path.key(name).text, found: node.kindText, allowed: allowed))
                return values
            }
            for entry in entries {
                let path = path.key(name).member(entry.key)
                values[entry.key] = try value(or: "") { () throws(ConfigurationError) in
                    if isSecret(entry.key) {
                        throw .invalid(
                            entry.place, key: path.text, found: Self.secretInFile, allowed: secretsPlace)
                    }
                    return try Self.scalar(entry.value, path, allowed: "a single value").text
                }
            }
        }
        for (suffix, value) in variables(below: name) {
            let known = values.keys.sorted().first { ConfigurationPath.environmentSpelling($0) == suffix }
            values[known ?? String(suffix.lowercased().map { $0 == "_" ? "." : $0 })] = value
        }
        return values
    }

    /// A section within this one; what `read` does not ask for is refused.
    public mutating func nested<Value>(
        _ name: String, _ read: (inout ConfigurationSection) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value {
        var section = try child(name)
        let value = try read(&section)
        try section.finish()
        return value
    }

    /// A list of sections; empty where the file is silent.
    public mutating func list<Value>(
        _ name: String, _ read: (inout ConfigurationSection) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> [Value] {
        knowSections(name)
        let path = path.key(name)
        if isListingKeys {
            var section = try section(nil, path.element(nil), at: place)
            return [try read(&section)]
        }
        guard let node = node(name) else { return [] }
        guard case .sequence(let items) = node.content else {
            try refuse(.invalid(node.place, key: path.text, found: node.kindText, allowed: "a list of sections"))
            return []
        }
        var values: [Value] = []
        for (index, item) in items.enumerated() {
            if let value = try element(item, path.element(index), read) { values.append(value) }
        }
        return values
    }

    /// Sections under names of the user's choice; `of` lists the names allowed.
    public mutating func sections<Value>(
        _ name: String, of choices: [String]? = nil,
        _ read: (inout ConfigurationSection) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> [String: Value] {
        knowSections(name)
        let path = path.key(name)
        if isListingKeys {
            var section = try section(nil, path.member(nil), at: place)
            return [choices?.first ?? "": try read(&section)]
        }
        guard let node = node(name) else { return [:] }
        guard case .mapping(let entries) = node.content else {
            try refuse(
                .invalid(node.place, key: path.text, found: node.kindText, allowed: "names with a section each"))
            return [:]
        }
        var values: [String: Value] = [:]
        for entry in entries {
            if let choices, !choices.contains(entry.key) {
                try refuse(
                    .unknownKey(
                        entry.place, key: path.member(entry.key).text,
                        nearest: NearestName.of(entry.key, among: choices), known: choices))
                continue
            }
            if let value = try element(entry.value, path.member(entry.key), read) { values[entry.key] = value }
        }
        return values
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
