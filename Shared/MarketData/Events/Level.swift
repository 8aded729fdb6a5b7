/// One price level of a book: the absolute size that rests there; zero says that the level is gone.
public struct Level: Sendable, Hashable, BitwiseCopyable {
    /// The price.
    public var price: Decimal
    /// The size in the venue's unit (base, quote or contracts; the `instrument` document tells which).
    public var size: Decimal

    /// Makes a level.
    @inlinable
    public init(price: Decimal, size: Decimal) {
        self.price = price
        self.size = size
    }

    /// Below zero where the price is not above zero or the size is below it: the signs of many levels are joined by `|`.
    @inlinable
    public var sign: Int64 { Int64(truncatingIfNeeded: ((price.units &- 1) | size.units) >> 127) }
}
