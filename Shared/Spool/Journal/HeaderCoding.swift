import Kafka

/// Encodes headers in a record. Each header is the length of its name (1 byte), the length of its value (2 bytes), name, value.
enum HeaderCoding {
    private static let lengthsBytes = 3

    /// The encoded size of `headers`; nil if a name or a value is too long.
    static func length(of headers: KafkaHeaders) -> Int? {
        var length = 0
        var fits = true
        headers.forEach { name, value in
            length += lengthsBytes + name.count + value.count
            if name.count > Int(UInt8.max) || value.count > Int(UInt16.max) { fits = false }
        }
        return fits && length <= RecordLayout.maximumPartBytes ? length : nil
    }

    /// Writes the headers to `target`, which must be large enough.
    static func write(_ headers: KafkaHeaders, to target: UnsafeMutableRawPointer) {
        var target = target
        headers.forEach { name, value in
            target.storeBytes(of: UInt8(name.count), as: UInt8.self)
            (target + 1).storeBytes(of: UInt16(value.count).littleEndian, as: UInt16.self)
            target += lengthsBytes
            if let base = name.baseAddress { target.copyMemory(from: base, byteCount: name.count) }
            target += name.count
            if let base = value.baseAddress { target.copyMemory(from: base, byteCount: value.count) }
            target += value.count
        }
    }

    /// Calls `body` with the name and value of each of `count` headers. Stops if a length exceeds the remaining bytes.
    static func read(
        _ bytes: UnsafeRawBufferPointer, count: Int,
        _ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
    ) {
        var offset = 0
        for _ in 0..<min(count, KafkaHeaders.limit) {
            guard offset + lengthsBytes <= bytes.count else { return }
            let nameLength = Int(bytes[offset])
            let valueLength = Int(
                UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 1, as: UInt16.self)))
            let nameStart = offset + lengthsBytes
            let valueStart = nameStart + nameLength
            guard valueStart + valueLength <= bytes.count else { return }
            body(
                UnsafeRawBufferPointer(rebasing: bytes[nameStart..<valueStart]),
                UnsafeRawBufferPointer(rebasing: bytes[valueStart..<valueStart + valueLength]))
            offset = valueStart + valueLength
        }
    }
}
