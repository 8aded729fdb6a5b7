public import MarketData
import VenueKit

/// One match.
public struct SyntheticTrade: Sendable, Hashable {
    /// The number of the symbol's trade, from 1.
    public var number: Int64
    /// The price in ticks.
    public var ticks: Int64
    /// The size in lots.
    public var lots: Int64
    /// The taker's side.
    public var takerSide: Side
    /// Direction relative to the previous trade: 0 up, 1 unchanged after up, 2 down, 3 unchanged after down.
    public var tickDirection: Int
    /// The symbol's order sequence of the match.
    public var orderSequence: Int64
    /// The market's own counter over all symbols.
    public var crossSequence: Int64
    /// The number of the resting order.
    public var makerOrder: Int64
    /// The number of the taker's order.
    public var takerOrder: Int64
    /// Whether the taker's order was a liquidation.
    public var isLiquidation: Bool

    /// Prices are in ticks, sizes in lots.
    public init(
        number: Int64, ticks: Int64, lots: Int64, takerSide: Side, tickDirection: Int, orderSequence: Int64,
        crossSequence: Int64, makerOrder: Int64, takerOrder: Int64, isLiquidation: Bool
    ) {
        self.number = number
        self.ticks = ticks
        self.lots = lots
        self.takerSide = takerSide
        self.tickDirection = tickDirection
        self.orderSequence = orderSequence
        self.crossSequence = crossSequence
        self.makerOrder = makerOrder
        self.takerOrder = takerOrder
        self.isLiquidation = isLiquidation
    }
}
