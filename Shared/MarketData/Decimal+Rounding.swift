extension Decimal {
    /// A number rounded to 18 decimal places.
    public struct Rounded: Sendable, Hashable {
        /// The number.
        public let value: Decimal
        /// Whether nothing was rounded away.
        public let isExact: Bool
    }

    /// Reads plain or scientific decimal text of any length, times 10^`exponent`, rounded to 18 places (to nearest, ties to
    /// even). For numbers that describe a market; prices and sizes are never rounded.
    ///
    /// - Throws: `doesNotFit` for a number beyond ±1.7·10²⁰.
    public static func rounding(
        _ text: UnsafeBufferPointer<UInt8>, timesTenToThe exponent: Int = 0
    ) throws(DecimalError) -> Rounded {
        let form = try NumberForm(text)
        // The place of a digit, counted from the last one that is kept.
        var place = form.wholeDigits + form.exponent + exponent + scale
        var magnitude: Int128 = 0
        var firstLost: UInt8 = 0
        var isMoreLost = false
        for byte in text[form.digits] where byte != UInt8(ascii: ".") {
            place -= 1
            let digit = byte &- 0x30
            if place >= 0 {
                magnitude = try appending(digit, to: magnitude)
            } else if place == -1 {
                firstLost = digit
            } else if digit != 0 {
                isMoreLost = true
            }
        }
        while place > 0, magnitude != 0 {
            magnitude = try appending(0, to: magnitude)
            place -= 1
        }
        if firstLost > 5 || (firstLost == 5 && (isMoreLost || magnitude & 1 == 1)) {
            guard magnitude < .max else { throw .doesNotFit }
            magnitude += 1
        }
        return Rounded(
            value: Decimal(units: form.isNegative ? -magnitude : magnitude), isExact: firstLost == 0 && !isMoreLost)
    }

    private static func appending(_ digit: UInt8, to magnitude: Int128) throws(DecimalError) -> Int128 {
        let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, isAtEnd) = product.addingReportingOverflow(Int128(digit))
        guard !isTooLarge, !isAtEnd else { throw .doesNotFit }
        return sum
    }
}

/// The parts of a number's text, found before its digits are read.
private struct NumberForm {
    /// Larger exponents are clamped to this: no text has so many digits that the difference matters.
    private static let maximumExponent = 1_000_000_000

    var isNegative = false
    /// Where the digits lie, with their point.
    var digits = 0..<0
    /// The number of digits before the point.
    var wholeDigits = 0
    var exponent = 0

    init(_ text: UnsafeBufferPointer<UInt8>) throws(DecimalError) {
        var index = 0
        if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            index = 1
        }
        let first = index
        wholeDigits = Self.passDigits(text, &index)
        var isWhole = wholeDigits > 0
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            isWhole = Self.passDigits(text, &index) > 0 && isWhole
        }
        digits = first..<index
        guard isWhole else { throw .malformed }
        guard index < text.count else { return }
        guard text[index] | 0x20 == UInt8(ascii: "e") else { throw .malformed }
        index += 1
        try readExponent(text, &index)
        guard index == text.count else { throw .malformed }
    }

    private mutating func readExponent(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(DecimalError) {
        var isBelowOne = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isBelowOne = text[index] == UInt8(ascii: "-")
            index += 1
        }
        let first = index
        guard Self.passDigits(text, &index) > 0 else { throw .malformed }
        for byte in text[first..<index] { exponent = min(exponent * 10 + Int(byte &- 0x30), Self.maximumExponent) }
        if isBelowOne { exponent = -exponent }
    }

    /// Skips digits and returns their number.
    private static func passDigits(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int {
        let first = index
        while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
        return index - first
    }
}
