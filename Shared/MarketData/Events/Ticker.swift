/// The state of a market as the venue summarises it; complete, never a part.
public struct Ticker: Event {
    /// What open interest is counted in.
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
    /// Open interest, counted in `openInterestUnit`.
    public var openInterest: Decimal?
    /// What `openInterest` is counted in.
    public var openInterestUnit: Unit?
    /// Volume of the last 24 hours in the venue's size unit.
    public var volume24h: Decimal?
    /// Turnover of the last 24 hours in the quote currency (inverse products: the base currency).
    public var turnover24h: Decimal?
    /// The highest price of the last 24 hours.
    public var high24h: Decimal?
    /// The lowest price of the last 24 hours.
    public var low24h: Decimal?

    /// Makes a ticker without any value yet.
    @inlinable
    public init(header: EventHeader, lastPrice: Decimal? = nil) {
        self.header = header
        self.lastPrice = lastPrice
    }
}
