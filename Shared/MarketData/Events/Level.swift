/// One price level of a book with its absolute size; a size of zero removes the level.
public struct Level: Sendable, Hashable, BitwiseCopyable {
    /// The price.
    public var price: Decimal
    /// The size in the venue's unit (base, quote or contracts; the `instrument` document says which).
    public var size: Decimal

    /// Neither value is checked here; see `EventCheck`.
    @inlinable
    public init(price: Decimal, size: Decimal) {
        self.price = price
        self.size = size
    }

    /// Negative if the price is not positive or the size is negative. The signs of many levels can be combined with `|`.
    @inlinable
    public var sign: Int64 { Int64(truncatingIfNeeded: ((price.units &- 1) | size.units) >> 127) }
}
