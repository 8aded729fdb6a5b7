package import MarketData

/// Searches the text of a frame without parsing it, for code that does not decode frames.
package enum FrameText {
    /// The search limit for names: venues put the channel and the symbol into the first bytes of a frame.
    package static let searchLength = 512

    /// How most venues mark a snapshot.
    package static var snapshotType: StaticString { "\"type\":\"snapshot\"" }

    /// The string value of the first `"key":"…"` in the frame's first `limit` bytes; nil if there is none.
    package static func value(
        of key: StaticString, in frame: UnsafeRawBufferPointer, within limit: Int = searchLength
    ) -> UnsafeRawBufferPointer? {
        let end = min(frame.count, limit)
        var start = 0
        while let place = place(of: key, in: frame, from: start, to: end) {
            var first = place
            while first < end, frame[first] == 0x20 || frame[first] == UInt8(ascii: ":") { first += 1 }
            guard first < end, frame[first] == UInt8(ascii: "\"") else {
                start = place
                continue
            }
            first += 1
            var last = first
            while last < frame.count, frame[last] != UInt8(ascii: "\"") { last += 1 }
            return last < frame.count ? UnsafeRawBufferPointer(rebasing: frame[first..<last]) : nil
        }
        return nil
    }

    /// The position after a `"key"` that is followed by a colon or a space, and so is a key and not a string value.
    private static func place(
        of key: StaticString, in frame: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) -> Int? {
        let count = key.utf8CodeUnitCount
        let last = end - count - 2
        guard start < last else { return nil }
        let head = key.utf8Start[0]
        let quote = UInt8(ascii: "\"")
        for index in start..<last
        where frame[index] == quote && frame[index + 1] == head && frame[index + count + 1] == quote
            && matches(key, frame, at: index + 1)
        {
            let next = frame[index + count + 2]
            if next == UInt8(ascii: ":") || next == 0x20 { return index + count + 2 }
        }
        return nil
    }

    /// The time of the first `"key":1700000000123`, in milliseconds, quoted or not; nil if there is none.
    package static func milliseconds(of key: StaticString, in frame: UnsafeRawBufferPointer) -> Timestamp? {
        guard let number = number(of: key, in: frame) else { return nil }
        let (nanoseconds, isTooLarge) = number.multipliedReportingOverflow(by: 1_000_000)
        return isTooLarge ? nil : Timestamp(nanoseconds: nanoseconds)
    }

    private static func number(of key: StaticString, in frame: UnsafeRawBufferPointer) -> Int64? {
        let end = min(frame.count, searchLength)
        guard let place = place(of: key, in: frame, from: 0, to: end) else { return nil }
        let rest = frame[place..<end]
        let digits = rest.drop { $0 == 0x20 || $0 == 0x3A || $0 == 0x22 }.prefix { $0 &- 0x30 < 10 }
        return digits.isEmpty || digits.count > 18 ? nil : digits.reduce(0) { $0 * 10 + Int64($1 &- 0x30) }
    }

    /// Whether a text occurs in the frame's first `limit` bytes.
    package static func contains(_ text: StaticString, in frame: UnsafeRawBufferPointer, within limit: Int = .max)
        -> Bool
    {
        let count = text.utf8CodeUnitCount
        let end = min(frame.count, limit)
        guard count > 0, end >= count else { return false }
        let first = text.utf8Start[0]
        for index in 0...(end - count) where frame[index] == first {
            if matches(text, frame, at: index) { return true }
        }
        return false
    }

    /// Whether `"key"` occurs in the frame's first `limit` bytes.
    package static func containsKey(_ key: StaticString, in frame: UnsafeRawBufferPointer, within limit: Int) -> Bool {
        let count = key.utf8CodeUnitCount
        let end = min(frame.count, limit)
        guard end > count + 2 else { return false }
        for index in 0..<end - count - 1
        where frame[index] == UInt8(ascii: "\"") && frame[index + count + 1] == UInt8(ascii: "\"") {
            if matches(key, frame, at: index + 1) { return true }
        }
        return false
    }

    /// Whether two texts are equal.
    package static func equals(_ text: StaticString, _ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == text.utf8CodeUnitCount && matches(text, bytes, at: 0)
    }

    private static func matches(_ text: StaticString, _ frame: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        for index in 0..<text.utf8CodeUnitCount where frame[offset + index] != text.utf8Start[index] { return false }
        return true
    }
}
