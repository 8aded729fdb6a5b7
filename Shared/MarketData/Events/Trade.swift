/// One match of two orders.
public struct Trade: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// The venue's id of the trade, unique per symbol; empty if the venue sends none.
    public var tradeID: TextRange
    /// The price.
    public var price: Decimal
    /// The size in the venue's unit.
    public var size: Decimal
    /// The taker's side.
    public var aggressorSide: AggressorSide
    /// The venue's sequence number of the trade, if it sends one.
    public var sequence: Int64?
    /// What caused it; nil for an ordinary trade.
    public var kind: TradeKind?

    /// The id must already be in the batch's text.
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

/// What caused a trade, if the venue says so.
public enum TradeKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// An ordinary match.
    case market
    /// A liquidation order was filled.
    case liquidation
    /// A block trade, agreed outside the book.
    case block
    /// The insurance fund took over a position.
    case insurance
    /// Auto-deleveraging.
    case adl
}
