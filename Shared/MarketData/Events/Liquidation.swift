/// A position that the venue closed by force.
public struct Liquidation: Event {
    /// The position's direction.
    public enum PositionSide: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// A long was sold.
        case long
        /// A short was bought back.
        case short
    }

    /// What `price` means.
    public enum PriceKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// The price at which the position's margin is used up.
        case bankruptcy
        /// The price of the fill.
        case fill
        /// The average price of the fills.
        case average
    }

    /// Symbol and times.
    public var header: EventHeader
    /// The liquidated position's side.
    public var side: PositionSide
    /// The price.
    public var price: Decimal
    /// What the price means.
    public var priceKind: PriceKind
    /// The size in the venue's unit.
    public var size: Decimal

    /// `side` is the side of the position, not of the order that closed it.
    @inlinable
    public init(header: EventHeader, side: PositionSide, price: Decimal, priceKind: PriceKind, size: Decimal) {
        self.header = header
        self.side = side
        self.price = price
        self.priceKind = priceKind
        self.size = size
    }
}
