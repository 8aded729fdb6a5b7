/// An unsigned number of up to sixteen characters, including the point, read from the sixteen bytes from its first digit on.
///
/// One look at the bytes finds its end (the first byte that is neither digit nor point). The search for the next value can
/// start while this one is still being converted, so reading a list of levels only costs as much as finding their ends.
@usableFromInline
struct ShortNumber: BitwiseCopyable {
    /// The value of all digits as one number.
    @usableFromInline let mantissa: UInt64
    /// The number of characters, including the point; 0, or 16 without an end after it, if it is not a short number.
    @usableFromInline let length: Int
    /// The number of digits before the point, or of all digits.
    @usableFromInline let wholeDigits: Int
    /// The number of points.
    @usableFromInline let points: Int

    /// Reads the bytes from `bytes` on, of which sixteen must be readable.
    @inlinable @inline(__always)
    init(at bytes: UnsafePointer<UInt8>) {
        let low = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let lowPoints = Self.points(in: low)
        let lowEnds = Self.others(in: low) & ~lowPoints
        // Prices of eight characters are common: the check whether the ninth byte is an end joins the test without a branch.
        let ninth = UInt64(bytes[8])
        if lowEnds | (Self.others(in: ninth) & ~Self.points(in: ninth) & 0x80) != 0 {
            length = lowEnds.trailingZeroBitCount &>> 3  // 8 for a word without an end
            // Points below the end.
            let inside = lowPoints & (lowEnds &- 1) & ~lowEnds
            points = inside & (inside &- 1) != 0 ? 2 : inside != 0 ? 1 : 0
            wholeDigits = inside == 0 ? length : inside.trailingZeroBitCount &>> 3
            mantissa = Self.eightDigits(Self.squeezed(low, inside, length: length))
            return
        }
        let high = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        let highPoints = Self.points(in: high)
        let highEnds = Self.others(in: high) & ~highPoints
        // Without an end in sixteen bytes the length is 16, where the caller finds no end either.
        length = 8 &+ (highEnds.trailingZeroBitCount &>> 3)
        let insideHigh = highPoints & (highEnds &- 1) & ~highEnds
        let inside = UInt128(insideHigh) &<< 64 | UInt128(lowPoints)
        points = inside & (inside &- 1) != 0 ? 2 : inside != 0 ? 1 : 0
        wholeDigits = inside == 0 ? length : inside.trailingZeroBitCount &>> 3
        let digits = Self.squeezed(UInt128(high) &<< 64 | UInt128(low), inside, length: length)
        mantissa =
            Self.eightDigits(UInt64(truncatingIfNeeded: digits)) &* 100_000_000
            &+ Self.eightDigits(UInt64(truncatingIfNeeded: digits &>> 64))
    }

    /// The number of digits after the point.
    @inlinable @inline(__always)
    var fractionDigits: Int { length &- wholeDigits &- points }

    /// Whether it consists of digits only.
    @inlinable @inline(__always)
    var isWhole: Bool { points == 0 && length > 0 }

    /// Whether it consists of digits with a point between them.
    @inlinable @inline(__always)
    var isFraction: Bool { points == 1 && wholeDigits > 0 && fractionDigits > 0 }

    /// Whether it is valid without quotes: followed by the end of a value, and without an unnecessary leading zero.
    @inlinable @inline(__always)
    func mayEndBare(before next: UInt8, first: UInt8) -> Bool {
        Self.isEnd(next) && (first != 0x30 || wholeDigits == 1)
    }

    /// Whether a byte ends a bare value.
    @inlinable @inline(__always)
    static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    // MARK: - Eight bytes at a time

    /// The top bit of each byte that is not a digit. Bits above the first may be wrong if a byte is not ASCII.
    @inlinable @inline(__always)
    static func others(in word: UInt64) -> UInt64 {
        let distance = word ^ 0x3030_3030_3030_3030
        return (distance &+ 0x7676_7676_7676_7676 | distance) & 0x8080_8080_8080_8080
    }

    /// The top bit of each byte that is a point.
    @inlinable @inline(__always)
    static func points(in word: UInt64) -> UInt64 {
        let distance = word ^ 0x2E2E_2E2E_2E2E_2E2E
        return ~((distance & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F | distance) & 0x8080_8080_8080_8080
    }

    /// The digits of a word's first `length` bytes, without the point (its top bit is set in `point`), shifted up so that zeros
    /// precede them.
    @inlinable @inline(__always)
    static func squeezed(_ word: UInt64, _ point: UInt64, length: Int) -> UInt64 {
        // A shift by 64, for a text without digits, is masked to none; the caller refuses such a number.
        guard point != 0 else { return word &<< UInt64(truncatingIfNeeded: (8 &- length) &* 8) }
        // All bits below the point's byte.
        let before = ((point & (0 &- point)) &>> 7) &- 1
        let joined = (word & before) | ((word &>> 8) & ~before)
        return joined &<< UInt64(truncatingIfNeeded: (9 &- length) &* 8)
    }

    /// The digits of sixteen bytes, of which at least eight belong to the number.
    @inlinable @inline(__always)
    static func squeezed(_ bytes: UInt128, _ point: UInt128, length: Int) -> UInt128 {
        guard point != 0 else { return bytes &<< UInt128(truncatingIfNeeded: (16 &- length) &* 8) }
        let before = ((point & (0 &- point)) &>> 7) &- 1
        let joined = (bytes & before) | ((bytes &>> 8) & ~before)
        return joined &<< UInt128(truncatingIfNeeded: (17 &- length) &* 8)
    }

    /// The value of eight digits, given as characters or as zeros.
    @inlinable @inline(__always)
    static func eightDigits(_ word: UInt64) -> UInt64 {
        var digits = word & 0x0F0F_0F0F_0F0F_0F0F
        digits = digits &* 10 &+ (digits &>> 8)
        let low = (digits & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32))
        let high = ((digits &>> 16) & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32))
        return (low &+ high) &>> 32
    }
}
