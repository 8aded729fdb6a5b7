/// A price, a size or a rate: an exact decimal number with 18 digits after the point.
///
/// The value is `units` × 10⁻¹⁸ in an `Int128`, so the range is ±1.7·10²⁰ and the type equals Parquet's `DECIMAL(38,18)`.
/// Nothing is ever rounded: a text that does not fit is a parse error.
public struct Decimal: Sendable, Hashable, BitwiseCopyable {
    /// The number in units of 10⁻¹⁸.
    public var units: Int128

    /// Digits after the decimal point.
    public static let scale = 18

    /// 10¹⁸, the units in one whole.
    public static let unitsPerWhole: Int128 = 1_000_000_000_000_000_000

    /// The number zero.
    public static let zero = Decimal(units: 0)

    /// The number is `units` × 10⁻¹⁸.
    @inlinable
    public init(units: Int128) {
        self.units = units
    }

    /// The number is a whole one; every `Int64` fits.
    @inlinable
    public init(_ whole: Int64) {
        units = Int128(whole) &* Self.unitsPerWhole
    }

    /// Whether the number is zero, which in a book change means "this level is gone".
    @inlinable
    public var isZero: Bool { units == 0 }

    /// The nearest `Double`. Only for derived metrics: everything before signals uses exact numbers.
    public var approximation: Double {
        let (whole, fraction) = units.quotientAndRemainder(dividingBy: Self.unitsPerWhole)
        return Double(whole) + Double(fraction) / 1e18
    }
}

extension Decimal: Comparable {
    /// Numeric order.
    @inlinable
    public static func < (left: Decimal, right: Decimal) -> Bool { left.units < right.units }
}

extension Decimal {
    /// The exact sum; traps on overflow, like `Int128`.
    @inlinable
    public static func + (left: Decimal, right: Decimal) -> Decimal { Decimal(units: left.units + right.units) }

    /// The exact difference; traps on overflow, like `Int128`.
    @inlinable
    public static func - (left: Decimal, right: Decimal) -> Decimal { Decimal(units: left.units - right.units) }

    /// The difference, or nil on overflow: for untrusted numbers.
    @inlinable
    public func subtracting(_ other: Decimal) -> Decimal? {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        return overflow ? nil : Decimal(units: difference)
    }

    /// The sum, or nil on overflow: for untrusted numbers.
    @inlinable
    public func adding(_ other: Decimal) -> Decimal? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Decimal(units: sum)
    }
}
