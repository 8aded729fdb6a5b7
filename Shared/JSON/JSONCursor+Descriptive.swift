public import MarketData

extension JSONCursor {
    /// Reads a descriptive number of a market, which is not a price or size to trade on: a volume, turnover, open interest, a
    /// rate, the day's highest and lowest price. It is rounded to 18 places if it has more, and left out if it is beyond
    /// ±1.7·10²⁰; `notes` counts both. `null` and `""` return nil.
    ///
    /// - Parameter exponent: the unit of the text is 10^`exponent`.
    /// - Throws: if it is not a number.
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
