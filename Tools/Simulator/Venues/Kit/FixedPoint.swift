public import MarketData
import VenueKit

/// A number in a venue's format: `units` × 10^-`digits`, with all its digits.
public struct FixedPoint: Sendable, Hashable {
    /// The number in units of its last digit.
    public var units: Int64
    /// The number of digits after the point, 0…18.
    public var digits: Int

    /// The number is `units` × 10^-`digits`.
    public init(units: Int64, digits: Int) {
        self.units = units
        self.digits = digits
    }

    /// The same number as a `Decimal`.
    public var decimal: Decimal {
        Decimal(mantissa: units.magnitude, fractionDigits: digits, isNegative: units < 0)
    }

    /// The text with all digits: `65114.30`.
    public var text: String {
        let digitsText = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard digits > 0 else { return sign + digitsText }
        let padded = String(repeating: "0", count: max(0, digits + 1 - digitsText.count)) + digitsText
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}
