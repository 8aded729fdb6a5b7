/// What is said of a kind of event, once: topics, tables of the archive, metrics and dedup's state are made of it.
///
/// Its type says the rest: the fields of its documents, which are the archive's columns, and how they are read
/// (`DocumentEvent` in Documents).
public struct KindDeclaration: Sendable {
    /// The name in topics, in the archive's paths, in metrics and in the configuration. Kinds of one name share all of
    /// these: changes of orders and the snapshots that they change.
    public let name: String
    /// The version of its documents, with which its topics end; docs/SCHEMAS.md says when it rises.
    public let version: Int
    /// The type of its events.
    public let event: any Event.Type
    /// Whether its topics carry much, and so have many partitions.
    public let isBusy: Bool
    /// Whether dedup counts its minutes: it does so for what happens in a market, not for what is said about that.
    public let isCounted: Bool

    /// Declares a kind.
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
    /// Kinds that are declared elsewhere: a test's, which looks for them in all that is made of `all`.
    @TaskLocal public static var added: [KindDeclaration] = []

    /// Every kind, in the order of `EventKind`.
    public static var all: [KindDeclaration] { EventKind.allCases.map(\.declaration) + added }

    /// One kind for each name: as many as there are topics of documents, and tables of the archive.
    public static var named: [KindDeclaration] {
        var names: Set<String> = []
        return all.filter { names.insert($0.name).inserted }
    }
}
