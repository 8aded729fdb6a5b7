public import MarketData

/// Metrics of the best levels of a book, as traders use them. They are doubles, because they are signals and not recorded data.
public struct BookMetrics: Sendable, Hashable {
    /// The price midway between best bid and best ask.
    public var mid: Double
    /// Best ask minus best bid.
    public var spread: Double
    /// The spread in basis points (hundredths of a percent) of the mid.
    public var spreadBasisPoints: Double
    /// The average of best bid and best ask, each weighted by the size on the other side, so that it is closer to the smaller
    /// side.
    public var weightedMid: Double
    /// (bid size − ask size) / (bid size + ask size) over the best 1, 5 and 10 levels: −1…1.
    public var imbalance1: Double
    /// Over the best 5 levels.
    public var imbalance5: Double
    /// Over the best 10 levels.
    public var imbalance10: Double

    /// Fails if one side of the book is empty.
    public init?(bids: [Level], asks: [Level]) {
        guard let bid = bids.first, let ask = asks.first else { return nil }
        let bidPrice = bid.price.approximation
        let askPrice = ask.price.approximation
        let bidSize = bid.size.approximation
        let askSize = ask.size.approximation
        mid = (bidPrice + askPrice) / 2
        spread = ask.price.subtracting(bid.price)?.approximation ?? askPrice - bidPrice
        spreadBasisPoints = mid == 0 ? 0 : spread / mid * 10_000
        weightedMid = bidSize + askSize == 0 ? mid : (bidPrice * askSize + askPrice * bidSize) / (bidSize + askSize)
        imbalance1 = Self.imbalance(bids.prefix(1), asks.prefix(1))
        imbalance5 = Self.imbalance(bids.prefix(5), asks.prefix(5))
        imbalance10 = Self.imbalance(bids.prefix(10), asks.prefix(10))
    }

    private static func imbalance(_ bids: ArraySlice<Level>, _ asks: ArraySlice<Level>) -> Double {
        let bidSize = bids.reduce(0) { $0 + $1.size.approximation }
        let askSize = asks.reduce(0) { $0 + $1.size.approximation }
        return bidSize + askSize == 0 ? 0 : (bidSize - askSize) / (bidSize + askSize)
    }
}
