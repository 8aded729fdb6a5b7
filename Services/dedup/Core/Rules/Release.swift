public import MarketData

/// Something to publish in addition to the admitted document.
public enum Release: Sendable {
    /// A document that has waited.
    case document(HeldDocument)
    /// A gap that has opened or that a snapshot has closed, at its place among the documents.
    case gap(GapNotice)
    /// A book is incomplete until a snapshot arrives: its producers should request one.
    case snapshotWanted(SnapshotWish)
    /// The counts of a minute of a channel.
    case coverage(CoverageNotice)
}

/// A gap that dedup has detected.
public struct GapNotice: Sendable, Hashable {
    /// The symbol.
    public var symbol: SymbolID
    /// The channel: `book`, `order`.
    public var channel: String
    /// The first missing sequence.
    public var from: Int64
    /// The last missing sequence.
    public var to: Int64
    /// `sequence_jump`, `chain_broken` or `snapshot_ahead`.
    public var reason: String
    /// `snapshot` if a snapshot has made the book complete again; otherwise empty.
    public var resolvedBy: String
    /// The event time of the document that revealed the gap.
    public var eventTime: Timestamp?
    /// The receive time of the document that revealed the gap.
    public var receiveTime: Timestamp
    /// The source of the document that revealed the gap.
    public var source: String
}

/// A request for a new snapshot of one channel of a symbol.
public struct SnapshotWish: Sendable, Hashable {
    /// The symbol.
    public var symbol: SymbolID
    /// The channel: `book`, `order`.
    public var channel: String
    /// The source whose document revealed the need.
    public var source: String
    /// The reason.
    public var reason: String
}
