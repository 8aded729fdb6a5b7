import MarketData

/// The changelog's byte format: little-endian integers, and strings after their length.
struct StateBytes {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ flag: Bool) { append(UInt8(flag ? 1 : 0)) }

    /// Appends a flag, followed by the value if there is one.
    mutating func append(_ value: Int64?) {
        append(value != nil)
        if let value { append(value) }
    }

    mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ raw: [UInt8]) {
        append(UInt32(raw.count))
        bytes.append(contentsOf: raw)
    }
}

/// Reads the format of `StateBytes`; throws if a record ends too early.
struct StateCursor {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether everything was read.
    var isAtEnd: Bool { offset == bytes.count }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(StateError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - offset >= size else { throw .truncated }
        defer { offset += size }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    mutating func flag() throws(StateError) -> Bool { try integer(UInt8.self) != 0 }

    mutating func optional() throws(StateError) -> Int64? { try flag() ? try integer() : nil }

    mutating func raw() throws(StateError) -> UnsafeRawBufferPointer {
        let count = Int(try integer(UInt32.self))
        guard bytes.count - offset >= count else { throw .truncated }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    mutating func text() throws(StateError) -> String { String(decoding: try raw(), as: UTF8.self) }

    /// Reads the number of following elements. Each needs at least `size` bytes, so invalid data cannot cause a large
    /// allocation.
    mutating func count(ofAtLeast size: Int) throws(StateError) -> Int {
        let count = Int(try integer(UInt32.self))
        guard count <= (bytes.count - offset) / size else { throw .truncated }
        return count
    }
}
