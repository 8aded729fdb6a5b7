/// Why a text is not a `Decimal`.
public enum DecimalError: Error, Sendable {
    /// Not the text of a number.
    case malformed
    /// A number beyond ±1.7·10²⁰, or with a non-zero digit after the 18th place.
    case doesNotFit
}

extension Decimal {
    /// Powers of ten that fit an unsigned 64-bit integer: 10⁰ … 10¹⁹.
    @usableFromInline
    static let powersOfTen: InlineArray<20, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// Makes `mantissa` × 10^-`fractionDigits`, the form in which a scanner meets most numbers.
    ///
    /// - Precondition: `fractionDigits` lies in 0…18. Any mantissa then fits: 1.8·10¹⁹ × 10¹⁸ < 2¹²⁷.
    @inlinable @inline(__always)
    public init(mantissa: UInt64, fractionDigits: Int, isNegative: Bool) {
        precondition(fractionDigits >= 0 && fractionDigits <= Self.scale)
        let (high, low) = mantissa.multipliedFullWidth(by: Self.powersOfTen[Self.scale &- fractionDigits])
        let magnitude = Int128(truncatingIfNeeded: UInt128(high) << 64 | UInt128(low))
        units = isNegative ? 0 &- magnitude : magnitude
    }

    /// Parses plain or scientific decimal text (`12`, `-0.50`, `1e-7`), of any length, exactly.
    ///
    /// This is the slow path for numbers that do not fit a scanner's 64-bit mantissa, and the parser for configuration.
    public init(parsing text: some Sequence<UInt8>) throws(DecimalError) {
        var digits = ExactDigits()
        try digits.read(text)
        units = try digits.units()
    }

    /// Parses the text of a number.
    public init(_ text: String) throws(DecimalError) {
        try self.init(parsing: text.utf8)
    }
}

/// The digits of a number of any length, read once from left to right.
private struct ExactDigits {
    private var magnitude: Int128 = 0
    private var isNegative = false
    private var exponent = 0
    /// Zeros seen after the last non-zero digit: they enter the magnitude only when another digit follows.
    private var pendingZeros = 0

    mutating func read(_ text: some Sequence<UInt8>) throws(DecimalError) {
        var stage = Stage.start
        var exponentValue = 0
        var exponentIsNegative = false
        for byte in text {
            switch (stage, byte) {
            case (.start, UInt8(ascii: "-")):
                isNegative = true
                stage = .sign
            case (.start, UInt8(ascii: "+")):
                stage = .sign
            case (.start, 0x30...0x39), (.sign, 0x30...0x39), (.whole, 0x30...0x39):
                try append(byte &- 0x30, isFraction: false)
                stage = .whole
            case (.whole, UInt8(ascii: ".")):
                stage = .point
            case (.point, 0x30...0x39), (.fraction, 0x30...0x39):
                try append(byte &- 0x30, isFraction: true)
                stage = .fraction
            case (.whole, UInt8(ascii: "e")), (.whole, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")),
                (.fraction, UInt8(ascii: "E")):
                stage = .exponent
            case (.exponent, UInt8(ascii: "-")):
                exponentIsNegative = true
                stage = .exponentSign
            case (.exponent, UInt8(ascii: "+")):
                stage = .exponentSign
            case (.exponent, 0x30...0x39), (.exponentSign, 0x30...0x39), (.exponentDigits, 0x30...0x39):
                exponentValue = min(exponentValue * 10 + Int(byte &- 0x30), 10_000)
                stage = .exponentDigits
            default:
                throw .malformed
            }
        }
        guard stage == .whole || stage == .fraction || stage == .exponentDigits else { throw .malformed }
        exponent += exponentIsNegative ? -exponentValue : exponentValue
    }

    /// Where in the text the reader stands.
    private enum Stage {
        case start, sign, whole, point, fraction, exponent, exponentSign, exponentDigits
    }

    private mutating func append(_ digit: UInt8, isFraction: Bool) throws(DecimalError) {
        if isFraction { exponent -= 1 }
        guard digit != 0 else {
            if magnitude != 0 { pendingZeros += 1 }
            return
        }
        for _ in 0..<pendingZeros { try multiplyByTen() }
        pendingZeros = 0
        try multiplyByTen()
        let (sum, overflow) = magnitude.addingReportingOverflow(Int128(digit))
        guard !overflow else { throw .doesNotFit }
        magnitude = sum
    }

    private mutating func multiplyByTen() throws(DecimalError) {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        guard !overflow else { throw .doesNotFit }
        magnitude = product
    }

    func units() throws(DecimalError) -> Int128 {
        guard magnitude != 0 else { return 0 }
        var copy = self
        let shift = exponent + pendingZeros + Decimal.scale
        guard shift >= 0, shift <= 38 else { throw .doesNotFit }
        for _ in 0..<shift { try copy.multiplyByTen() }
        return isNegative ? -copy.magnitude : copy.magnitude
    }
}
