import VenueKit

/// Finds the text value of a key near a frame's start without reading the frame: recordings are large, and what is
/// looked for (`topic`, `stream`, `channel`) stands in the first bytes whatever the order of the other keys.
public enum RecordedText {
    /// How far the search goes: the longest venue envelope seen has its last name within 300 bytes.
    public static let searchLength = 2048

    /// The string value of the first `"key":"…"`; nil when there is none in the first `searchLength` bytes.
    public static func value(of key: StaticString, in frame: UnsafeRawBufferPointer) -> String? {
        FrameText.value(of: key, in: frame, within: searchLength).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether `"key"` stands in the first `searchLength` bytes.
    public static func contains(_ key: StaticString, in frame: UnsafeRawBufferPointer) -> Bool {
        FrameText.containsKey(key, in: frame, within: searchLength)
    }
}
