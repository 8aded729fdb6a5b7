public import MarketData

/// Writes JSON to a growing buffer that keeps its memory when it is emptied.
///
/// It does not check the structure: documents are written field by field by code that mirrors the decoder, and a test reads
/// every document back.
public struct JSONWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var length = 0

    /// `minimumCapacity` is in bytes; the writer grows if needed.
    public init(minimumCapacity: Int = 16 << 10) {
        capacity = minimumCapacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// The number of written bytes.
    @inlinable public var count: Int { length }

    /// The written bytes, borrowed until the next change.
    @inlinable public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: length) }

    /// The written text, for tests and tools.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Removes the written bytes and keeps the memory.
    @inlinable
    public mutating func removeAll() { length = 0 }

    /// Makes room for `count` more bytes, so that the following writes need no check.
    @inlinable @inline(__always)
    mutating func reserve(_ count: Int) {
        if length &+ count > capacity { grow(by: count) }
    }

    @usableFromInline @inline(never)
    mutating func grow(by count: Int) {
        let newCapacity = max(length + count, capacity * 2)
        let newBase = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
        newBase.update(from: base, count: length)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }
}

// MARK: - Pieces

extension JSONWriter {
    /// Writes literal JSON, such as `{"type":"trade",`.
    @inlinable @inline(__always)
    public mutating func raw(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        reserve(count)
        (base + length).update(from: text.utf8Start, count: count)
        length &+= count
    }

    /// Writes a field's name with the characters around it: `,"price":`. It must not be the first field of the object.
    @inlinable @inline(__always)
    public mutating func key(_ name: StaticString) {
        let count = name.utf8CodeUnitCount
        reserve(count &+ 4)
        let start = UnsafeMutableRawPointer(base + length)
        // Two bytes at a time: `,"` and `":`.
        start.storeBytes(of: UInt16(littleEndian: 0x222C), as: UInt16.self)
        (start + 2).copyMemory(from: name.utf8Start, byteCount: count)
        start.storeBytes(of: UInt16(littleEndian: 0x3A22), toByteOffset: count &+ 2, as: UInt16.self)
        length &+= count &+ 4
    }

    /// Writes one byte of structure.
    @inlinable @inline(__always)
    public mutating func raw(_ byte: UInt8) {
        reserve(1)
        base[length] = byte
        length &+= 1
    }

    /// Writes bytes that are already JSON.
    @inlinable
    public mutating func raw(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + length).update(from: source, count: bytes.count)
        length &+= bytes.count
    }

    /// Writes a whole number.
    @inlinable
    public mutating func integer(_ value: Int64) {
        reserve(DecimalText.integerRoom)
        length &+= DecimalText.write(value, to: base + length)
    }

    /// Writes a decimal as a string: `"65114.3"`.
    @inlinable @inline(__always)
    public mutating func decimal(_ value: Decimal) {
        reserve(Decimal.maximumTextLength &+ 2)
        base[length] = UInt8(ascii: "\"")
        let count = value.write(to: base + (length &+ 1))
        base[length &+ 1 &+ count] = UInt8(ascii: "\"")
        length &+= count &+ 2
    }

    /// Writes a string with quotes and the escapes that JSON requires.
    @inlinable
    public mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count &* 6 &+ 2)
        base[length] = UInt8(ascii: "\"")
        var cursor = base + (length &+ 1)
        for byte in bytes {
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                cursor = Self.escape(byte, to: cursor)
            } else {
                cursor.pointee = byte
                cursor += 1
            }
        }
        cursor.pointee = UInt8(ascii: "\"")
        length = cursor + 1 - base
    }

    /// Writes a string with quotes and escapes, for texts that are not bytes of a frame.
    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// Writes an object whose values are texts, sorted by name.
    public mutating func texts(_ values: [String: String]) {
        raw("{")
        for (index, (name, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { raw(",") }
            string(name)
            raw(":")
            string(value)
        }
        raw("}")
    }

    @usableFromInline @inline(never)
    static func escape(_ byte: UInt8, to cursor: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        cursor[0] = UInt8(ascii: "\\")
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            cursor[1] = byte
            return cursor + 2
        case 0x0A, 0x0D, 0x09:
            cursor[1] = byte == 0x0A ? UInt8(ascii: "n") : byte == 0x0D ? UInt8(ascii: "r") : UInt8(ascii: "t")
            return cursor + 2
        default:
            let digits: StaticString = "0123456789abcdef"
            cursor[1] = UInt8(ascii: "u")
            cursor[2] = 0x30
            cursor[3] = 0x30
            cursor[4] = digits.utf8Start[Int(byte >> 4)]
            cursor[5] = digits.utf8Start[Int(byte & 15)]
            return cursor + 6
        }
    }
}
