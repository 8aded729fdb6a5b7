public import MarketData

/// A book that wants a snapshot.
public struct BookNeed: Sendable {
    /// Which market's.
    public let market: SymbolEntry
    /// Why.
    public let need: SnapshotNeed
    /// Since when, in nanoseconds of the caller's clock.
    public let since: Int64
    /// Whether it is to be asked for now.
    public let isDue: Bool
}
