public import MarketData

/// What comes out of hold-back: documents whose turn it is, and gaps that nothing has filled in time.
public enum Release: Sendable {
    /// A document that goes out now.
    case document(HeldDocument)
    /// Events that are missing; goes out before the document that follows it.
    case gap(GapNotice)
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
    /// `snapshot` where a snapshot follows that makes the book whole again; else empty.
    public var resolvedBy: String
    /// The event time of the document that showed the gap.
    public var eventTime: Timestamp?
    /// The receive time of the document that showed the gap.
    public var receiveTime: Timestamp
    /// The source of the document that showed the gap.
    public var source: String
}
