/// A configuration file, overridden by environment variables.
///
/// ```
/// let configuration = try Configuration(path: options["config"])
/// let dedup = try configuration.read(DedupConfig.self)
/// ```
public struct Configuration: Sendable {
    /// The file that is read by default.
    public static let defaultPath = "tapedeck.yaml"

    /// Every section that a file may hold: those that several programs share, then each service's own. All services share
    /// one file, and each reads its sections of it.
    public static let sectionNames: [String] = {
        let shared = ["kafka", "redis", "log", "metrics", "health"]
        return shared + ServiceRegistry.all.flatMap(\.sections).filter { !shared.contains($0) }
    }()

    /// A larger file is refused.
    static let maximumFileBytes = 4 << 20

    /// The file that was read; nil when there is none and all keys have their defaults.
    public let path: String?
    let entries: [YAMLNode.Entry]
    let environment: [String: String]
    /// The sections that may be read here.
    private var readable = Configuration.sectionNames
    /// Where mistakes go instead of ending the reading; see `mistakes(_:)`.
    var collector: MistakeCollector?

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file. With nil `tapedeck.yaml` of the working directory is read where there is one; else everything
    ///     has its default.
    ///   - environment: variables `TAPEDECK_<SECTION>_<KEY>` override the file.
    /// - Throws: when a file that was named cannot be read, when it is no YAML, or when it has an unknown section.
    public init(
        path: String?, environment: [String: String] = ProcessEnvironment.variables
    ) throws(ConfigurationError) {
        try self.init(checking: path, environment: environment)
        if let mistake = unknownSections.first { throw mistake }
    }

    /// The same, but accepts unknown sections and lists them in `unknownSections`, for reporting all mistakes.
    public init(
        checking path: String?, environment: [String: String] = ProcessEnvironment.variables
    ) throws(ConfigurationError) {
        let found = path ?? (FileBytes.exists(Self.defaultPath) ? Self.defaultPath : nil)
        try self.init(
            found: found,
            bytes: try found.map { path throws(ConfigurationError) in
                try FileBytes.read(path, limit: Self.maximumFileBytes)
            }, environment: environment)
    }

    /// Reads a text; `path` is what errors call it.
    public init(
        text: String, path: String = Configuration.defaultPath, environment: [String: String] = [:]
    ) throws(ConfigurationError) {
        try self.init(checking: text, path: path, environment: environment)
        if let mistake = unknownSections.first { throw mistake }
    }

    /// The same, but with unknown sections.
    public init(
        checking text: String, path: String, environment: [String: String] = [:]
    ) throws(ConfigurationError) {
        try self.init(found: path, bytes: Array(text.utf8), environment: environment)
    }

    private init(found path: String?, bytes: [UInt8]?, environment: [String: String]) throws(ConfigurationError) {
        self.path = path
        self.environment = environment
        guard let path, let bytes, let root = try YAMLReader.read(bytes, path: path), !root.isNull else {
            entries = []
            return
        }
        guard case .mapping(let entries) = root.content else {
            throw .syntax(root.place, problem: "\(root.kindText) where sections are expected, such as 'kafka:'")
        }
        self.entries = entries
    }

    /// The same, of which only the sections that a service has declared can be read.
    func limited(to service: ServiceDeclaration) -> Configuration {
        var copy = self
        copy.readable = ServiceDeclaration.commonSections + service.sections
        return copy
    }

    /// The file's outermost level, whose keys are the sections.
    func root() -> ConfigurationSection {
        let catalogue = KeyCatalogue()
        catalogue.collector = collector
        return ConfigurationSection(
            path: .root, entries: entries, place: .absent(path: path), environment: environment, catalogue: catalogue)
    }

    /// A section; it is empty when the file does not have it.
    ///
    /// After reading, call `finish()`, which refuses unknown keys; `read(_:)` does both.
    /// - Throws: if the value is a list or a scalar.
    public func section(_ name: String) throws(ConfigurationError) -> ConfigurationSection {
        precondition(readable.contains(name), "a service reads the sections that its declaration names: \(name)")
        var root = root()
        return try root.child(name)
    }

    /// Reads a whole section and refuses unknown keys.
    public func read<Config: SectionConfig>(_ type: Config.Type = Config.self) throws(ConfigurationError) -> Config {
        var section = try section(Config.section)
        do throws(ConfigurationError) {
            let config = try Config(&section)
            try section.finish()
            return config
        } catch {
            // What the keys are is known by now, so unknown ones can be told as well.
            if collector != nil { try section.finish() }
            throw error
        }
    }
}
