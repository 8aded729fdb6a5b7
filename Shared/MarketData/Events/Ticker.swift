/// A venue's summary of a market. It is always complete.
public struct Ticker: Event {
    /// The unit of open interest.
    public enum Unit: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// The base currency.
        case base
        /// The quote currency.
        case quote
        /// Contracts.
        case contracts
    }

    /// Symbol and times.
    public var header: EventHeader
    /// The price of the last trade; nil when there has been none.
    public var lastPrice: Decimal?
    /// The mark price.
    public var markPrice: Decimal?
    /// The index price.
    public var indexPrice: Decimal?
    /// Open interest, in `openInterestUnit`.
    public var openInterest: Decimal?
    /// The unit of `openInterest`.
    public var openInterestUnit: Unit?
    /// Volume of the last 24 hours in the venue's size unit.
    public var volume24h: Decimal?
    /// Turnover of the last 24 hours in the quote currency (inverse products: the base currency).
    public var turnover24h: Decimal?
    /// The highest price of the last 24 hours.
    public var high24h: Decimal?
    /// The lowest price of the last 24 hours.
    public var low24h: Decimal?

    /// The values are nil until they are set.
    @inlinable
    public init(header: EventHeader, lastPrice: Decimal? = nil) {
        self.header = header
        self.lastPrice = lastPrice
    }
}
