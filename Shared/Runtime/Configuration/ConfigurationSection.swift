/// One section being read: typed accessors for its keys, each with its default, what is allowed and a description.
///
/// An environment variable beats the file, the file beats the default. A key with nothing after its colon has its
/// default. Asking for a key makes it known; `finish()` refuses the others.
public struct ConfigurationSection {
    let path: ConfigurationPath
    private let entries: [YAMLNode.Entry]
    /// Where the section stands.
    public let place: ConfigurationPlace
    let environment: [String: String]
    private let catalogue: KeyCatalogue
    /// Whether this is no reading but a listing of keys: what must be there is made up, lists have one element.
    public let isListingKeys: Bool
    private var knownNames: [String] = []

    init(
        path: ConfigurationPath, entries: [YAMLNode.Entry], place: ConfigurationPlace, environment: [String: String],
        catalogue: KeyCatalogue, isListingKeys: Bool = false
    ) {
        self.path = path
        self.entries = entries
        self.place = place
        self.environment = environment
        self.catalogue = catalogue
        self.isListingKeys = isListingKeys
    }

    /// A value that was found, and where.
    struct Found {
        var text: String
        var place: ConfigurationPlace
    }

    /// Refuses keys and environment variables of this section that no accessor asked for.
    public func finish() throws(ConfigurationError) {
        for entry in entries where !knownNames.contains(entry.key) {
            try refuse(
                .unknownKey(
                    entry.place, key: path.key(entry.key).text, nearest: NearestName.of(entry.key, among: knownNames),
                    known: knownNames))
        }
        guard let prefix = path.environmentName else { return }
        let known = catalogue.environmentNames
        for name in environment.keys.sorted() where name.hasPrefix(prefix + "_") && !known.contains(name) {
            let names = known.filter { $0.hasPrefix(prefix + "_") }.sorted()
            try refuse(
                .unknownKey(
                    .environment(name: name), key: "of \(path.text)", nearest: NearestName.of(name, among: names),
                    known: names))
        }
    }

    /// Throws a mistake, or notes it where all are collected.
    func refuse(_ mistake: ConfigurationError) throws(ConfigurationError) {
        guard let collector = catalogue.collector else { throw mistake }
        collector.note(mistake)
    }

    /// What `read` answers; where mistakes are collected and it makes one, `fallback`.
    func value<Value>(
        or fallback: Value, _ read: () throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value {
        do throws(ConfigurationError) {
            return try read()
        } catch {
            try refuse(error)
            return fallback
        }
    }

    /// What `read` makes of a section below this one; nil where mistakes are collected and it is none that can be used.
    func element<Value>(
        _ node: YAMLNode, _ path: ConfigurationPath,
        _ read: (inout ConfigurationSection) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value? {
        guard let collector = catalogue.collector else {
            var section = try section(node, path, at: node.place)
            let value = try read(&section)
            try section.finish()
            return value
        }
        var section: ConfigurationSection
        do throws(ConfigurationError) {
            section = try self.section(node, path, at: node.place)
        } catch {
            collector.note(error)
            return nil
        }
        var value: Value?
        do throws(ConfigurationError) {
            value = try read(&section)
        } catch {
            collector.note(error, ofSection: path.text)
        }
        try section.finish()
        return value
    }

    /// The error for a value that is of the right type but makes no sense; `found` says what is wrong with it.
    public func invalid(_ name: String, found: String, allowed: String) -> ConfigurationError {
        let value = entries.first { $0.key == name }?.value.place
        let variable = path.key(name).environmentName.flatMap { environment[$0] == nil ? nil : $0 }
        return .invalid(
            variable.map { .environment(name: $0) } ?? value ?? place, key: path.key(name).text, found: found,
            allowed: allowed)
    }

    // MARK: - What the accessors are made of

    /// Registers a key as known and records it.
    mutating func declare(
        _ name: String, _ kind: ConfigurationKey.Kind, default defaultText: String?, allowed: String,
        _ description: String
    ) {
        know(name)
        let path = path.key(name)
        catalogue.add(
            ConfigurationKey(
                path: path.text, kind: kind, defaultText: defaultText, allowed: allowed, description: description,
                environmentName: path.environmentName))
    }

    private mutating func know(_ name: String) {
        precondition(!knownNames.contains(name), "the key \(path.key(name).text) is read twice")
        knownNames.append(name)
    }

    /// The file's value of a key; nil where it is silent.
    func node(_ name: String) -> YAMLNode? {
        entries.first { $0.key == name && !$0.value.isNull }?.value
    }

    /// The environment's value of a key.
    func variable(_ name: String) -> Found? {
        guard let variable = path.key(name).environmentName, let text = environment[variable] else { return nil }
        return Found(text: text, place: .environment(name: variable))
    }

    /// Variables below an open map: what follows the map's own name, with the value.
    func variables(below name: String) -> [(suffix: String, value: String)] {
        guard let prefix = path.key(name).environmentName.map({ $0 + "_" }) else { return [] }
        let names = environment.keys.filter { $0.hasPrefix(prefix) && $0.count > prefix.count }.sorted()
        for name in names { catalogue.take(environmentName: name) }
        return names.compactMap { variable in
            environment[variable].map { (String(variable.dropFirst(prefix.count)), $0) }
        }
    }

    /// The value of a key that takes a single one; nil where both file and environment are silent.
    func scalar(_ name: String, allowed: String) throws(ConfigurationError) -> Found? {
        if let found = variable(name) { return found }
        guard let node = node(name) else { return nil }
        return try Self.scalar(node, path.key(name), allowed: allowed)
    }

    static func scalar(
        _ node: YAMLNode, _ path: ConfigurationPath, allowed: String
    ) throws(ConfigurationError) -> Found {
        guard case .scalar(let text, _) = node.content else {
            throw .invalid(node.place, key: path.text, found: node.kindText, allowed: allowed)
        }
        return Found(text: text, place: node.place)
    }

    /// A section below this one; empty where the file is silent.
    mutating func child(_ name: String) throws(ConfigurationError) -> ConfigurationSection {
        know(name)
        return try section(node(name), path.key(name), at: place)
    }

    /// A section made of a node: a nested section, or an element of a list.
    func section(
        _ node: YAMLNode?, _ path: ConfigurationPath, at place: ConfigurationPlace
    ) throws(ConfigurationError) -> ConfigurationSection {
        var entries: [YAMLNode.Entry] = []
        if let node {
            guard case .mapping(let found) = node.content else {
                throw .invalid(node.place, key: path.text, found: node.kindText, allowed: "a section of keys")
            }
            entries = found
        }
        return ConfigurationSection(
            path: path, entries: entries, place: node?.place ?? place, environment: environment, catalogue: catalogue,
            isListingKeys: isListingKeys)
    }

    /// Notes that the name stands for a list or map of sections.
    mutating func knowSections(_ name: String) { know(name) }

    /// The keys that `read` asks for when it is given an empty file.
    static func keys(
        _ read: (inout ConfigurationSection) throws(ConfigurationError) -> Void
    ) -> [ConfigurationKey] {
        let catalogue = KeyCatalogue()
        var root = ConfigurationSection(
            path: .root, entries: [], place: .absent(path: nil), environment: [:], catalogue: catalogue,
            isListingKeys: true)
        do throws(ConfigurationError) {
            try read(&root)
        } catch {
            preconditionFailure("the defaults of a section must be valid: \(error)")
        }
        return catalogue.keys
    }
}
