public import MarketData
import VenueKit

/// Something that happened on the synthetic market, before any venue's spelling of it.
public struct SyntheticEvent: Sendable {
    /// The index in the market's instruments.
    public var symbol: Int
    /// The matching engine's time.
    public var time: Timestamp
    /// What happened.
    public var body: Body

    /// What happened.
    public enum Body: Sendable {
        /// Level-2 changes were published.
        case book(SyntheticBookChange)
        /// Orders changed one by one: what the level-2 changes are made of.
        case orders([SyntheticOrderChange])
        /// A taker's order was matched.
        case trades([SyntheticTrade])
        /// The best bid or ask changed.
        case quote(SyntheticQuote)
        /// The summary was published anew.
        case ticker(SyntheticTicker, changed: SyntheticTickerFields)
        /// The funding rate was published anew.
        case funding(SyntheticTicker)
        /// A position was closed by force.
        case liquidation(SyntheticLiquidation)
        /// The venue says how it is.
        case status
        /// The venue describes the instrument anew.
        case instrument
    }

    /// Makes an event.
    public init(symbol: Int, time: Timestamp, body: Body) {
        self.symbol = symbol
        self.time = time
        self.body = body
    }
}
