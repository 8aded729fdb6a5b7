import Base

/// The head of a record as read from the file. It must not be trusted before `isWhole` has been checked.
struct RecordHead {
    let marker: UInt64
    let checksum: UInt64
    let receiveTime: Int64
    let valueLength: Int
    let headersLength: Int
    let keyLength: Int
    let headerCount: Int
    let state: UInt8

    /// Reads the head; all of it must lie within `bytes`.
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        func load<Value: FixedWidthInteger>(_ place: Int, _: Value.Type) -> Value {
            Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + place, as: Value.self))
        }
        marker = load(0, UInt64.self)
        checksum = load(RecordLayout.checksumOffset, UInt64.self)
        receiveTime = load(RecordLayout.timeOffset, Int64.self)
        valueLength = Int(load(RecordLayout.valueLengthOffset, UInt32.self))
        headersLength = Int(load(RecordLayout.headersLengthOffset, UInt32.self))
        keyLength = Int(load(RecordLayout.keyLengthOffset, UInt16.self))
        headerCount = Int(load(RecordLayout.headerCountOffset, UInt16.self))
        state = load(RecordLayout.stateOffset, UInt8.self)
    }

    /// The size of the record in its segment.
    var length: Int { RecordLayout.length(key: keyLength, headers: headersLength, value: valueLength) }

    /// The expected checksum, computed from the bytes of the record.
    static func checksum(_ bytes: UnsafeRawBufferPointer, at offset: Int, payload: Int, marker: UInt64) -> UInt64 {
        let head = RecordLayout.checkedHead
        let seed = ByteHash.of(
            UnsafeRawBufferPointer(rebasing: bytes[offset + head.lowerBound..<offset + head.upperBound]), seed: marker)
        let start = offset + RecordLayout.headBytes
        return ByteHash.of(UnsafeRawBufferPointer(rebasing: bytes[start..<start + payload]), seed: seed)
    }

    /// Whether a complete and undamaged record of the segment with this marker begins at `offset`.
    func isWhole(in bytes: UnsafeRawBufferPointer, at offset: Int, marker: UInt64) -> Bool {
        guard self.marker == marker, length <= bytes.count - offset else { return false }
        return checksum
            == Self.checksum(bytes, at: offset, payload: keyLength + headersLength + valueLength, marker: marker)
    }
}
