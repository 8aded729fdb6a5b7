/// An unsigned number without quotes, of at most seven characters before the following `,`, `}` or `]`: the form of nearly all
/// numbers of venues that do not quote them.
///
/// Points and commas lack a bit that digits have, and brackets have one that digits lack. So a few instructions find the end of
/// the number, before it is converted or skipped.
@usableFromInline
struct BareNumber: BitwiseCopyable {
    /// The digits without their point, at the top of the word, with zeros below.
    @usableFromInline let digits: UInt64
    /// The number of characters.
    @usableFromInline let length: Int
    /// The number of digits after the point.
    @usableFromInline let fractionDigits: Int
    /// Whether it is such a number, by JSON's grammar (RFC 8259, section 6), and is followed by its end.
    ///
    /// The end is not padding, so the number is inside the frame.
    @usableFromInline let isValid: Bool

    /// Reads the eight bytes from `bytes` on.
    @inlinable @inline(__always)
    init(at bytes: UnsafePointer<UInt8>) {
        let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let marks = (~word | word &>> 2) & 0x1010_1010_1010_1010
        let first = marks.trailingZeroBitCount &>> 3
        let end = (marks & (marks &- 1)).trailingZeroBitCount &>> 3
        if end < 8, bytes[first] == UInt8(ascii: ".") {
            let before = ((marks & (0 &- marks)) &>> 4) &- 1
            let shift = UInt64(truncatingIfNeeded: (9 &- end) &* 8)
            digits = ((word & before) | ((word &>> 8) & ~before)) &<< shift
            length = end
            fractionDigits = end &- first &- 1
            isValid =
                first > 0 && end &- first > 1 && (bytes[0] != 0x30 || first == 1) && ShortNumber.isEnd(bytes[end])
                && QuotedNumber.areDigits(digits, shift)
        } else if marks != 0, ShortNumber.isEnd(bytes[first]) {
            let shift = UInt64(truncatingIfNeeded: (8 &- first) &* 8)
            digits = word &<< shift
            length = first
            fractionDigits = 0
            isValid = first > 0 && (bytes[0] != 0x30 || first == 1) && QuotedNumber.areDigits(digits, shift)
        } else {
            digits = 0
            length = 0
            fractionDigits = 0
            isValid = false
        }
    }

    /// The value of all digits as one number.
    @inlinable @inline(__always)
    var mantissa: UInt64 { ShortNumber.eightDigits(digits) }
}
