/// One match of two orders.
public struct Trade: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// The venue's id of the trade, unique per symbol; empty where the venue sends none.
    public var tradeID: TextRange
    /// The price.
    public var price: Decimal
    /// The size in the venue's unit.
    public var size: Decimal
    /// The taker's side.
    public var aggressorSide: AggressorSide
    /// The venue's sequence number of the trade, where it sends one.
    public var sequence: Int64?
    /// What made it; nil is an ordinary trade of the market.
    public var kind: TradeKind?

    /// Makes a trade.
    @inlinable
    public init(
        header: EventHeader, tradeID: TextRange, price: Decimal, size: Decimal, aggressorSide: AggressorSide,
        sequence: Int64? = nil, kind: TradeKind? = nil
    ) {
        self.header = header
        self.tradeID = tradeID
        self.price = price
        self.size = size
        self.aggressorSide = aggressorSide
        self.sequence = sequence
        self.kind = kind
    }
}

/// What made a trade, where the venue tells.
public enum TradeKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// An ordinary match.
    case market
    /// A liquidation order was filled.
    case liquidation
    /// A block trade, agreed outside the book.
    case block
    /// The insurance fund took a position over.
    case insurance
    /// Auto-deleveraging.
    case adl
}
