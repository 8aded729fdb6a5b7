/// Counts the descriptive numbers of a batch that a `Decimal` cannot hold exactly: volumes, turnover, open interest, funding
/// rates. They never make a frame fail; they are rounded or omitted, and counted.
public struct DescriptiveNumbers: Sendable, Hashable, BitwiseCopyable {
    /// Numbers that were rounded to 18 places.
    public var rounded = 0
    /// Numbers beyond ±1.7·10²⁰, which were omitted.
    public var leftOut = 0

    /// All counts are zero.
    public init() {}
}
