/// Converts unsigned integers to ASCII digits, eight at a time.
///
/// Whole words are stored, so up to seven bytes after a text may be overwritten, unless a function says otherwise. The
/// preconditions include these bytes.
public enum DecimalText {
    /// The buffer size for the text of any 64-bit integer, including its sign.
    public static let integerRoom = 24

    /// Writes `value` and returns the number of digits (at least one).
    ///
    /// - Precondition: `bytes` has `integerRoom` bytes of room.
    @inlinable @inline(__always)
    public static func write(_ value: UInt64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        value < 100_000_000 ? writeShort(value, to: bytes) : writeLong(value, to: bytes)
    }

    /// Writes a signed value and returns the number of bytes.
    ///
    /// - Precondition: `bytes` has `integerRoom` bytes of room.
    @inlinable
    public static func write(_ value: Int64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        guard value < 0 else { return write(value.magnitude, to: bytes) }
        bytes.pointee = UInt8(ascii: "-")
        return 1 + write(value.magnitude, to: bytes + 1)
    }

    /// Writes a value beyond 64 bits, which only whole parts above 1.8·10¹⁹ need.
    static func write(_ value: UInt128, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        guard value > UInt128(UInt64.max) else { return write(UInt64(truncatingIfNeeded: value), to: bytes) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
        let count = write(UInt64(truncatingIfNeeded: high), to: bytes)
        writeDigits(UInt64(truncatingIfNeeded: low), count: 19, to: bytes + count)
        return count + 19
    }

    /// Writes `value` × 10⁻⁸ without trailing zeros or an unnecessary point and returns the number of bytes.
    ///
    /// - Precondition: `bytes` has room for 29 bytes.
    @inlinable @inline(__always)
    public static func writeHundredMillionths(_ value: UInt64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let (whole, fraction) = value.quotientAndRemainder(dividingBy: 100_000_000)
        let count = write(whole, to: bytes)
        guard fraction != 0 else { return count }
        let digits = eightDigits(fraction)
        bytes[count] = UInt8(ascii: ".")
        store(digits | zeros, to: bytes + (count &+ 1))
        // The last digits are in the highest bytes.
        return count &+ 9 &- digits.leadingZeroBitCount &>> 3
    }

    /// Writes the point and the fraction without trailing zeros; nothing when the fraction is zero.
    static func writeFraction(_ fraction: UInt64, digits: Int, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        guard fraction != 0 else { return 0 }
        var fraction = fraction
        var digits = digits
        while fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        bytes[0] = UInt8(ascii: ".")
        writeDigits(fraction, count: digits, to: bytes + 1)
        return digits + 1
    }

    /// Writes exactly `count` digits of `value`, with leading zeros, and no byte after them.
    @inlinable
    public static func writeDigits(_ value: UInt64, count: Int, to bytes: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var position = count
        while position >= 2 {
            let pair = rest % 100
            rest /= 100
            position -= 2
            let tens = pair / 10
            bytes[position] = UInt8(truncatingIfNeeded: 0x30 &+ tens)
            bytes[position + 1] = UInt8(truncatingIfNeeded: 0x30 &+ pair &- tens &* 10)
        }
        if position == 1 { bytes[0] = UInt8(truncatingIfNeeded: 0x30 &+ rest) }
    }

    /// The number of decimal digits of `value`; 1 for zero.
    @inlinable
    public static func digitCount(_ value: UInt64) -> Int {
        // 1233/4096 is log₁₀ 2; the estimate is at most one too low.
        let bits = 64 - value.leadingZeroBitCount
        let estimate = (bits &* 1233) >> 12
        guard estimate < 20 else { return 20 }
        return max(1, value >= Decimal.powersOfTen[estimate] ? estimate + 1 : estimate)
    }
}

// MARK: - Eight digits in a word

extension DecimalText {
    /// `00000000` in ASCII.
    @usableFromInline static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// The eight digits of a value below 10⁸, the first in the lowest byte.
    ///
    /// Halves, quarters and eighths of the word are divided in parallel, by multiplications that are exact in their range:
    /// below 10⁴, 10486 / 2²⁰ divides by 100; below 100, 103 / 2¹⁰ divides by 10.
    @inlinable @inline(__always)
    static func eightDigits(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let fours = high | (value &- high &* 10_000) &<< 32
        let hundreds = (fours &* 10_486) &>> 20 & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) &<< 16
        let tens = (twos &* 103) &>> 10 & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) &<< 8
    }

    /// Writes a value below 10⁸ without leading zeros.
    @inlinable @inline(__always)
    static func writeShort(_ value: UInt64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let digits = eightDigits(value)
        // The last digit of 00000000 is kept.
        let leading = min(digits.trailingZeroBitCount &>> 3, 7)
        store((digits | zeros) &>> UInt64(truncatingIfNeeded: leading &* 8), to: bytes)
        return 8 &- leading
    }

    /// Writes a value of 10⁸ or more: the leading digits, then the last eight.
    @usableFromInline @inline(never)
    static func writeLong(_ value: UInt64, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let (front, last) = value.quotientAndRemainder(dividingBy: 100_000_000)
        var count: Int
        if front < 100_000_000 {
            count = writeShort(front, to: bytes)
        } else {
            let (first, middle) = front.quotientAndRemainder(dividingBy: 100_000_000)
            count = writeShort(first, to: bytes)
            store(eightDigits(middle) | zeros, to: bytes + count)
            count &+= 8
        }
        store(eightDigits(last) | zeros, to: bytes + count)
        return count &+ 8
    }

    @inlinable @inline(__always)
    static func store(_ word: UInt64, to bytes: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(bytes).storeBytes(of: word.littleEndian, as: UInt64.self)
    }
}
