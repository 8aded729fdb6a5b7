public import MarketData

extension JSONCursor {
    /// Reads a moment in ISO 8601, UTC: `2021-04-17T16:43:37.075687Z`, with nought to nine digits of fraction.
    public mutating func isoTime() throws(DecodeError) -> Timestamp {
        let first = offset
        let text = try simpleString()
        guard let time = Self.isoTime(text) else { throw .malformed(offset: first) }
        return time
    }

    private static func isoTime(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        // "2021-04-17T16:43:37" has 19 bytes; the zone and a fraction follow.
        guard text.count >= 20, text.count <= 30, let bytes = text.baseAddress, bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), text[text.count - 1] == UInt8(ascii: "Z")
        else { return nil }
        guard let year = number(bytes, 4), let month = number(bytes + 5, 2), let day = number(bytes + 8, 2),
            let hour = number(bytes + 11, 2), let minute = number(bytes + 14, 2), let second = number(bytes + 17, 2)
        else { return nil }
        var nanosecond = 0
        if text.count > 20 {
            let digits = text.count - 21
            guard bytes[19] == UInt8(ascii: "."), digits > 0, let fraction = number(bytes + 20, digits) else {
                return nil
            }
            nanosecond = fraction * Int(powersOfTen[9 - digits])
        }
        return Timestamp(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    private static func number(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }
}
