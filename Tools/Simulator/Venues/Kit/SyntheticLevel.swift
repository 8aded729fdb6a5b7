import VenueKit

/// One level of a level-2 book, in ticks and lots.
public struct SyntheticLevel: Sendable, Hashable {
    /// The price in ticks.
    public var ticks: Int64
    /// The size in lots; 0 in a change means that the level is removed.
    public var lots: Int64

    /// The price is in ticks, the size in lots.
    public init(ticks: Int64, lots: Int64) {
        self.ticks = ticks
        self.lots = lots
    }
}
