public import MarketData

/// The minute of the last time that was read. Consecutive times of a feed are nearly always in the same minute, so calendar
/// arithmetic is only needed once per minute.
public struct ISOMinute: Sendable, BitwiseCopyable {
    /// `2021-04-` and `17T16:43`; no time begins with eight zero bits.
    fileprivate var date: UInt64 = 0
    fileprivate var clock: UInt64 = 0
    fileprivate var start = Timestamp(nanoseconds: 0)

    /// It starts without a minute.
    public init() {}
}

extension JSONCursor {
    /// Reads a timestamp in ISO 8601, UTC: `2021-04-17T16:43:37.075687Z`, with up to nine digits of fraction.
    public mutating func isoTime() throws(DecodeError) -> Timestamp {
        var minute = ISOMinute()
        return try isoTime(near: &minute)
    }

    /// Reads a timestamp faster if many are read: `minute` remembers the last one's minute.
    public mutating func isoTime(near minute: inout ISOMinute) throws(DecodeError) -> Timestamp {
        let first = offset
        let text = try simpleString()
        // "2021-04-17T16:43:37" has 19 bytes; the zone and a fraction follow.
        guard text.count >= 20, text.count <= 30, let bytes = text.baseAddress,
            bytes[text.count - 1] == UInt8(ascii: "Z"), let rest = Self.secondAndFraction(bytes, length: text.count)
        else { throw .wrongType(offset: first) }
        let date = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let clock = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        if date != minute.date || clock != minute.clock {
            guard let start = Self.minute(date, clock) else { throw .wrongType(offset: first) }
            minute.date = date
            minute.clock = clock
            minute.start = start
        }
        return Timestamp(nanoseconds: minute.start.nanoseconds &+ rest)
    }

    /// The nanoseconds of `:37.075687Z`. The text begins 16 bytes earlier, and its last byte is a Z.
    @inline(__always)
    private static func secondAndFraction(_ bytes: UnsafePointer<UInt8>, length: Int) -> Int64? {
        let (tens, ones) = (bytes[17] &- 0x30, bytes[18] &- 0x30)
        let second = Int64(tens) &* 10 &+ Int64(ones)
        // A leap second (60) counts as the first second of the next minute, as in POSIX.
        guard bytes[16] == UInt8(ascii: ":"), tens < 10, ones < 10, second <= 60 else { return nil }
        guard length > 20 else { return second &* 1_000_000_000 }
        let digits = length &- 21
        let word = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 20, as: UInt64.self)
        let count = digitCount(word)
        guard bytes[19] == UInt8(ascii: "."), digits > 0, count == min(digits, 8) else { return nil }
        var fraction = value(of: word, count: count)
        if digits == 9 {
            let last = bytes[28] &- 0x30
            guard last < 10 else { return nil }
            fraction = fraction &* 10 &+ UInt64(last)
        }
        return second &* 1_000_000_000 &+ Int64(bitPattern: fraction &* powersOfTen[9 &- digits])
    }

    /// The minute of `2021-04-` and `17T16:43`.
    @inline(never)
    private static func minute(_ date: UInt64, _ clock: UInt64) -> Timestamp? {
        guard let date = pairs(date, pattern: "0000-00-"), let clock = pairs(clock, pattern: "00T00:00") else {
            return nil
        }
        return Timestamp(
            year: pair(date, 0) * 100 + pair(date, 2), month: pair(date, 5), day: pair(clock, 0),
            hour: pair(clock, 3), minute: pair(clock, 6), second: 0, nanosecond: 0)
    }

    /// The values of adjacent pairs of digits in a word; nil unless the word has digits where `pattern` has zeros, and is equal
    /// to it elsewhere.
    @inline(__always)
    private static func pairs(_ word: UInt64, pattern: StaticString) -> UInt64? {
        let expected = JSONKey.load(pattern.utf8Start, 8)
        // Digits become their values, other bytes zero.
        let values = word ^ expected
        // Added to a byte, it reaches sixteen if the byte is above 9, or above 0 where no digit is expected.
        let excess = 0x0606_0606_0606_0606 &+ (ShortNumber.others(in: expected) &>> 7) &* 9
        guard (values | (values &+ excess)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return nil }
        return values &* 10 &+ values &>> 8
    }

    /// The value of the two digits at `place` in a word from `pairs`.
    @inline(__always)
    private static func pair(_ pairs: UInt64, _ place: UInt64) -> Int {
        Int(truncatingIfNeeded: pairs &>> (place &* 8) & 0xFF)
    }
}
