/// The layout of a record in a segment: this head, then key, headers and value, padded to eight bytes. Little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 0..<8 | the marker of the segment; distinguishes its records from those of an earlier segment in the file |
/// | 8..<16 | checksum of bytes 16..<36 and of key, headers and value |
/// | 16..<24 | receive time in nanoseconds since 1970 |
/// | 24..<28 | length of the value |
/// | 28..<32 | length of the headers |
/// | 32..<34 | length of the key |
/// | 34..<36 | number of headers |
/// | 36 | state, see `RecordState`; the only byte that changes after the record was written |
enum RecordLayout {
    static let headBytes = 40
    static let alignment = 8
    static let checksumOffset = 8
    static let checkedHead = 16..<36
    static let timeOffset = 16
    static let valueLengthOffset = 24
    static let headersLengthOffset = 28
    static let keyLengthOffset = 32
    static let headerCountOffset = 34
    static let stateOffset = 36

    /// The longest key and the longest headers, in bytes: their lengths are kept in 16 bits each.
    static let maximumPartBytes = 65_535

    /// The size of a record in its segment.
    static func length(key: Int, headers: Int, value: Int) -> Int {
        (headBytes + key + headers + value + alignment - 1) & ~(alignment - 1)
    }

    /// The marker of the segment with this number.
    static func marker(of sequence: UInt64) -> UInt64 { (sequence &+ 1) &* 0x9E37_79B9_7F4A_7C15 }
}
