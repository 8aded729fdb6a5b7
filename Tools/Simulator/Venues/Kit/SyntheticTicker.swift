public import MarketData
import VenueKit

/// The summary of a symbol that the synthetic market publishes.
public struct SyntheticTicker: Sendable, Hashable {
    /// The price of the last trade, in ticks.
    public var lastTicks: Int64
    /// The mark price, in ticks.
    public var markTicks: Int64
    /// The index price, in ticks.
    public var indexTicks: Int64
    /// The price of 24 hours ago, in ticks.
    public var openTicks: Int64
    /// The highest price of 24 hours, in ticks.
    public var highTicks: Int64
    /// The lowest price of 24 hours, in ticks.
    public var lowTicks: Int64
    /// The volume of 24 hours, in lots.
    public var volumeLots: Int64
    /// The turnover of 24 hours: the sum of ticks × lots.
    public var turnoverTickLots: Int64
    /// The number of the last trade.
    public var lastTrade: Int64
    /// The size of the last trade, in lots.
    public var lastLots: Int64
    /// The taker's side of the last trade.
    public var lastSide: Side
    /// Open interest, in lots.
    public var openInterestLots: Int64
    /// The funding rate in units of 10⁻⁸.
    public var fundingRate: FixedPoint
    /// When funding is paid next.
    public var nextFundingTime: Timestamp
    /// The best levels when the summary was published.
    public var quote: SyntheticQuote
    /// The symbol's order sequence when the summary was published.
    public var orderSequence: Int64
    /// The market's own counter when the summary was published.
    public var crossSequence: Int64

    /// All values must be set; venues send only some of them.
    public init(
        lastTicks: Int64, markTicks: Int64, indexTicks: Int64, openTicks: Int64, highTicks: Int64, lowTicks: Int64,
        volumeLots: Int64, turnoverTickLots: Int64, lastTrade: Int64, lastLots: Int64, lastSide: Side,
        openInterestLots: Int64, fundingRate: FixedPoint, nextFundingTime: Timestamp, quote: SyntheticQuote,
        orderSequence: Int64, crossSequence: Int64
    ) {
        self.lastTicks = lastTicks
        self.markTicks = markTicks
        self.indexTicks = indexTicks
        self.openTicks = openTicks
        self.highTicks = highTicks
        self.lowTicks = lowTicks
        self.volumeLots = volumeLots
        self.turnoverTickLots = turnoverTickLots
        self.lastTrade = lastTrade
        self.lastLots = lastLots
        self.lastSide = lastSide
        self.openInterestLots = openInterestLots
        self.fundingRate = fundingRate
        self.nextFundingTime = nextFundingTime
        self.quote = quote
        self.orderSequence = orderSequence
        self.crossSequence = crossSequence
    }
}
