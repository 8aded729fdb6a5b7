/// The only declaration of a kind of event. Topics, archive tables, metrics and dedup's state are derived from it.
///
/// Its type defines the rest: the fields of its documents, which are the archive's columns, and how they are read
/// (`DocumentEvent` in Documents).
public struct KindDeclaration: Sendable {
    /// The name in topics, in the archive's paths, in metrics and in the configuration. Kinds with the same name share all of
    /// these: order changes and order snapshots.
    public let name: String
    /// The version of its documents, which is the suffix of its topics; docs/SCHEMAS.md says when it increases.
    public let version: Int
    /// The type of its events.
    public let event: any Event.Type
    /// Whether its topics are busy and therefore have many partitions.
    public let isBusy: Bool
    /// Whether dedup counts its minutes. It does so for market events, not for information about them.
    public let isCounted: Bool

    /// Topics and tables follow from `name` and `version`; changing either one creates new ones.
    @inlinable
    public init(_ name: String, version: Int = 1, of event: any Event.Type, isBusy: Bool, isCounted: Bool) {
        self.name = name
        self.version = version
        self.event = event
        self.isBusy = isBusy
        self.isCounted = isCounted
    }

    /// Documents of the kind, still with every source's copies: `normalized.<name>.v1`.
    public var normalizedTopic: String { "normalized.\(name).v\(version)" }

    /// Documents of the kind, one copy, in order, gaps named: `market.<name>.v1`.
    public var marketTopic: String { "market.\(name).v\(version)" }
}

extension KindDeclaration {
    /// Additional kinds declared by tests, which check everything that is derived from `all`.
    @TaskLocal public static var added: [KindDeclaration] = []

    /// Every kind, in the order of `EventKind`.
    public static var all: [KindDeclaration] { EventKind.allCases.map(\.declaration) + added }

    /// One kind for each name: as many as there are topics of documents, and tables of the archive.
    public static var named: [KindDeclaration] {
        var names: Set<String> = []
        return all.filter { names.insert($0.name).inserted }
    }
}
