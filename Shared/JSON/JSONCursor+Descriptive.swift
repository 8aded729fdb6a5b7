public import MarketData

extension JSONCursor {
    /// Reads a number that describes a market and is no price or size to act on: a volume, turnover, open interest, a rate, the
    /// day's highest and lowest. It is rounded to 18 places where it has more, and left out where it is beyond ±1.7·10²⁰;
    /// `notes` counts both. `null` and `""` return nil.
    ///
    /// - Parameter exponent: the text counts units of 10^`exponent`.
    /// - Throws: when it is no number at all.
    @inlinable
    public mutating func descriptive(
        _ notes: inout DescriptiveNumbers, timesTenToThe exponent: Int = 0
    ) throws(DecodeError) -> Decimal? {
        if exponent == 0 {
            let bare = BareNumber(at: position)
            if bare.isValid {
                position += bare.length
                return Decimal(mantissa: bare.mantissa, fractionDigits: bare.fractionDigits, isNegative: false)
            }
            if peek() == UInt8(ascii: "\"") {
                let quoted = QuotedNumber(at: position + 1)
                let next = position + (1 &+ quoted.length)
                if quoted.isValid, next < end {
                    position = next + 1
                    return Decimal(mantissa: quoted.mantissa, fractionDigits: quoted.fractionDigits, isNegative: false)
                }
            }
        }
        return try longDescriptive(&notes, exponent)
    }

    /// Reads a descriptive number of any form.
    @usableFromInline @inline(never)
    mutating func longDescriptive(
        _ notes: inout DescriptiveNumbers, _ exponent: Int
    ) throws(DecodeError) -> Decimal? {
        if try takeNull() { return nil }
        if exponent == 0, let plain = takePlainDecimal() { return plain }
        let text = try numberText()
        if text.isEmpty { return nil }
        let failure: DecimalError
        do {
            let number = try Decimal.rounding(text, timesTenToThe: exponent)
            if !number.isExact { notes.rounded += 1 }
            return number.value
        } catch {
            failure = error
        }
        guard failure == .doesNotFit else { throw faulty(text, .notANumber) }
        notes.leftOut += 1
        return nil
    }
}
