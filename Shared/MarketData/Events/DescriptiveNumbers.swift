/// What became of the descriptive numbers of a batch that a `Decimal` cannot hold as they are: volumes, turnover, open
/// interest, funding rates. They cost no frame its prices, and what was done to them is counted.
public struct DescriptiveNumbers: Sendable, Hashable, BitwiseCopyable {
    /// Numbers that were rounded to 18 places.
    public var rounded = 0
    /// Numbers beyond ±1.7·10²⁰, which were left out.
    public var leftOut = 0

    /// Nothing was done.
    public init() {}
}
