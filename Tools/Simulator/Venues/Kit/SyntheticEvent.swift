public import MarketData
import VenueKit

/// An event of the synthetic market, independent of any venue's format.
public struct SyntheticEvent: Sendable {
    /// The index in the market's instruments.
    public var symbol: Int
    /// The matching engine's time.
    public var time: Timestamp
    /// The kind of event with its data.
    public var body: Body

    /// The kinds of events.
    public enum Body: Sendable {
        /// Level-2 changes were published.
        case book(SyntheticBookChange)
        /// Orders changed one by one; the level-2 changes are sums of these changes.
        case orders([SyntheticOrderChange])
        /// A taker's order was matched.
        case trades([SyntheticTrade])
        /// The best bid or ask changed.
        case quote(SyntheticQuote)
        /// A new summary was published.
        case ticker(SyntheticTicker, changed: SyntheticTickerFields)
        /// A new funding rate was published.
        case funding(SyntheticTicker)
        /// A position was liquidated.
        case liquidation(SyntheticLiquidation)
        /// The venue reports its status.
        case status
        /// The venue publishes the instrument again.
        case instrument
    }

    /// `symbol` is the index of the instrument in its market.
    public init(symbol: Int, time: Timestamp, body: Body) {
        self.symbol = symbol
        self.time = time
        self.body = body
    }
}
