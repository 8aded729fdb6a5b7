public import MarketData
import VenueKit

/// A resting order of the synthetic market.
public struct SyntheticOrder: Sendable, Hashable {
    /// The order's number, unique in the market.
    public var number: Int64
    /// The order's side.
    public var side: Side
    /// The price in ticks.
    public var ticks: Int64
    /// The remaining size in lots.
    public var lots: Int64

    /// The price is in ticks, the size in lots.
    public init(number: Int64, side: Side, ticks: Int64, lots: Int64) {
        self.number = number
        self.side = side
        self.ticks = ticks
        self.lots = lots
    }

    /// The order's id in the form of a UUID, with the number in its last twelve digits.
    public var uuid: String { SyntheticID.uuid(number) }
}
