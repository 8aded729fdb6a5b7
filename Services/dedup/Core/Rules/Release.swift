public import MarketData

/// What goes out beside the document that was just admitted.
public enum Release: Sendable {
    /// A document that waited and goes out now.
    case document(HeldDocument)
    /// Events that are missing, or that a snapshot has made good; goes out where it stands among the documents.
    case gap(GapNotice)
    /// A book is broken until a snapshot comes: its producers should fetch one.
    case snapshotWanted(SnapshotWish)
    /// What a minute of a channel held.
    case coverage(CoverageNotice)
}

/// A gap as dedup saw it.
public struct GapNotice: Sendable, Hashable {
    /// Which symbol.
    public var symbol: SymbolID
    /// Which channel: `book`, `order`.
    public var channel: String
    /// The first missing sequence.
    public var from: Int64
    /// The last missing sequence.
    public var to: Int64
    /// `sequence_jump`, `chain_broken` or `snapshot_ahead`.
    public var reason: String
    /// `snapshot` where a snapshot makes the book whole again; else empty.
    public var resolvedBy: String
    /// The event time of the document that showed the gap.
    public var eventTime: Timestamp?
    /// The receive time of the document that showed the gap.
    public var receiveTime: Timestamp
    /// The source of the document that showed the gap.
    public var source: String
}

/// A wish for a fresh snapshot of one symbol's channel.
public struct SnapshotWish: Sendable, Hashable {
    /// Which symbol.
    public var symbol: SymbolID
    /// Which channel: `book`, `order`.
    public var channel: String
    /// The source whose document showed that it is needed.
    public var source: String
    /// Why.
    public var reason: String
}
