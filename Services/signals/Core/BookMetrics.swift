public import MarketData

/// What traders read off a book, from its best levels. Doubles: these are signals, not the tape.
public struct BookMetrics: Sendable, Hashable {
    /// The price half-way between best bid and best ask.
    public var mid: Double
    /// Best ask less best bid.
    public var spread: Double
    /// The spread in hundredths of a percent of the mid.
    public var spreadBasisPoints: Double
    /// The mid weighted by the sizes at the touch, towards the side with less size.
    public var weightedMid: Double
    /// (bid size − ask size) / (bid size + ask size) over the best 1, 5 and 10 levels: −1…1.
    public var imbalance1: Double
    /// Over the best 5 levels.
    public var imbalance5: Double
    /// Over the best 10 levels.
    public var imbalance10: Double

    /// The metrics of a book with both sides; nil when one is empty.
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
