import VenueKit

/// A liquidation of a position.
public struct SyntheticLiquidation: Sendable, Hashable {
    /// Whether a long was closed (by selling).
    public var isLong: Bool
    /// The bankruptcy price in ticks.
    public var bankruptcyTicks: Int64
    /// The average price of the fills in ticks.
    public var averageTicks: Int64
    /// The size in lots.
    public var lots: Int64

    /// Prices are in ticks, sizes in lots.
    public init(
        isLong: Bool, bankruptcyTicks: Int64, averageTicks: Int64, lots: Int64
    ) {
        self.isLong = isLong
        self.bankruptcyTicks = bankruptcyTicks
        self.averageTicks = averageTicks
        self.lots = lots
    }
}
