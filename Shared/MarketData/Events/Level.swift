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
}
