import VenueKit

/// Finds the string value of a key near a frame's start without parsing the frame. Recordings are large, and the relevant keys
/// (`topic`, `stream`, `channel`) are in the first bytes regardless of the order of the other keys.
public enum RecordedText {
    /// The number of searched bytes: the longest known venue envelope has its last name within 300 bytes.
    public static let searchLength = 2048

    /// The string value of the first `"key":"…"`; nil if there is none in the first `searchLength` bytes.
    public static func value(of key: StaticString, in frame: UnsafeRawBufferPointer) -> String? {
        FrameText.value(of: key, in: frame, within: searchLength).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether `"key"` occurs in the first `searchLength` bytes.
    public static func contains(_ key: StaticString, in frame: UnsafeRawBufferPointer) -> Bool {
        FrameText.containsKey(key, in: frame, within: searchLength)
    }
}
