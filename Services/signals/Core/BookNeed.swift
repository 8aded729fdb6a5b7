public import MarketData

/// A book that needs a snapshot.
public struct BookNeed: Sendable {
    /// The market of the book.
    public let market: SymbolEntry
    /// The reason.
    public let need: SnapshotNeed
    /// Since when, in nanoseconds of the caller's clock.
    public let since: Int64
    /// Whether the snapshot should be requested now.
    public let isDue: Bool
}
