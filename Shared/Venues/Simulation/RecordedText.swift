/// Finds the text value of a key near a frame's start without reading the frame: recordings are large, and what is
/// looked for (`topic`, `stream`, `channel`) stands in the first bytes whatever the order of the other keys.
public enum RecordedText {
    /// How far the search goes: the longest venue envelope seen has its last name within 300 bytes.
    public static let searchLength = 2048

    /// The string value of the first `"key":"…"`; nil when there is none in the first `searchLength` bytes.
    public static func value(of key: StaticString, in frame: UnsafeRawBufferPointer) -> String? {
        let limit = min(frame.count, searchLength)
        let count = key.utf8CodeUnitCount
        var index = 0
        while index + count + 3 < limit {
            defer { index += 1 }
            guard frame[index] == UInt8(ascii: "\""), frame[index + count + 1] == UInt8(ascii: "\""),
                matches(key, frame, at: index + 1)
            else { continue }
            var cursor = index + count + 2
            while cursor < limit, frame[cursor] == 0x20 || frame[cursor] == UInt8(ascii: ":") { cursor += 1 }
            guard cursor < limit, frame[cursor] == UInt8(ascii: "\"") else { continue }
            let first = cursor + 1
            guard let end = frame[first...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            return String(decoding: frame[first..<end], as: UTF8.self)
        }
        return nil
    }

    /// Whether `"key"` stands in the first `searchLength` bytes.
    public static func contains(_ key: StaticString, in frame: UnsafeRawBufferPointer) -> Bool {
        let count = key.utf8CodeUnitCount
        let limit = min(frame.count, searchLength)
        guard limit > count + 2 else { return false }
        for index in 0..<limit - count - 1
        where frame[index] == UInt8(ascii: "\"") && frame[index + count + 1] == UInt8(ascii: "\"") {
            if matches(key, frame, at: index + 1) { return true }
        }
        return false
    }

    private static func matches(_ key: StaticString, _ frame: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        for index in 0..<key.utf8CodeUnitCount where frame[offset + index] != key.utf8Start[index] { return false }
        return true
    }
}
