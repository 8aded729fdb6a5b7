/// An unsigned number between quotes, read from its first character on: the form of nearly all prices and sizes.
///
/// Points and quotes lack a bit that digits have, so two instructions find the end of the number. The search for the next value
/// can start while this one is still being converted.
@usableFromInline
struct QuotedNumber: BitwiseCopyable {
    /// The value of all digits as one number.
    @usableFromInline let mantissa: UInt64
    /// The number of characters before the closing quote.
    @usableFromInline let length: Int
    /// The number of digits after the point.
    @usableFromInline let fractionDigits: Int
    /// Whether it is a number of at most sixteen characters, followed by its closing quote.
    @usableFromInline let isValid: Bool

    /// Reads the bytes from `bytes` on, of which seventeen must be readable.
    @inlinable @inline(__always)
    init(at bytes: UnsafePointer<UInt8>) {
        let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let marks = ~word & 0x1010_1010_1010_1010
        let first = marks.trailingZeroBitCount &>> 3
        let end = (marks & (marks &- 1)).trailingZeroBitCount &>> 3
        if first < 8, bytes[first] == UInt8(ascii: "."), bytes[end] == UInt8(ascii: "\"") {
            // The digits without the point between them, shifted up so that zeros precede them. A shift by 64, for a lone
            // point, is masked to none; such a number is refused.
            let before = ((marks & (0 &- marks)) &>> 4) &- 1
            let shift = UInt64(truncatingIfNeeded: (9 &- end) &* 8)
            let digits = ((word & before) | ((word &>> 8) & ~before)) &<< shift
            mantissa = ShortNumber.eightDigits(digits)
            length = end
            fractionDigits = end &- first &- 1
            isValid = first > 0 && end &- first > 1 && Self.areDigits(digits, shift)
        } else if bytes[first] == UInt8(ascii: "\"") {
            let shift = UInt64(truncatingIfNeeded: (8 &- first) &* 8)
            let digits = word &<< shift
            mantissa = ShortNumber.eightDigits(digits)
            length = first
            fractionDigits = 0
            isValid = first > 0 && Self.areDigits(digits, shift)
        } else {
            let number = ShortNumber(at: bytes)
            mantissa = number.mantissa
            length = number.length
            fractionDigits = number.fractionDigits
            isValid = (number.isWhole || number.isFraction) && bytes[length] == UInt8(ascii: "\"")
        }
    }

    /// Whether the bytes above `shift` bits are digits; all bits below are zero.
    @inlinable @inline(__always)
    static func areDigits(_ word: UInt64, _ shift: UInt64) -> Bool {
        word & (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030 &<< shift
    }
}
