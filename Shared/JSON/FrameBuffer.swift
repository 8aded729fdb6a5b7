/// The bytes of a frame, copied once and followed by padding, so that a cursor can look ahead without bounds checks.
///
/// The padding is 64 bytes of `"`: every scan for the end of a string or of a number stops there. Bytes beyond ASCII are
/// checked as UTF-8 while they are copied. A buffer is reused from frame to frame and stops allocating.
public struct FrameBuffer: ~Copyable {
    /// The number of padding bytes after the frame.
    public static let padding = 64
    /// The largest accepted frame: 16 MiB. The largest real one seen (a Coinbase snapshot) has 5 MB.
    public static let maximumFrameLength = 16 << 20

    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    /// The number of bytes of the frame.
    public private(set) var count = 0

    /// The default capacity fits ordinary frames; the buffer grows if needed.
    public init(minimumCapacity: Int = 64 << 10) {
        capacity = minimumCapacity + Self.padding
        base = .allocate(capacity: capacity)
        base.initialize(repeating: UInt8(ascii: "\""), count: Self.padding)
    }

    deinit { base.deallocate() }

    /// Replaces the contents by a copy of a frame.
    public mutating func assign(_ frame: UnsafeRawBufferPointer) throws(DecodeError) {
        guard frame.count <= Self.maximumFrameLength else {
            throw .tooLarge(bytes: frame.count)
        }
        if frame.count + Self.padding > capacity { grow(to: frame.count) }
        count = frame.count
        if let source = frame.baseAddress {
            UnsafeMutableRawPointer(base).copyMemory(from: source, byteCount: frame.count)
        }
        UnsafeMutableRawPointer(base + count).storeBytes(
            of: SIMD64<UInt8>(repeating: UInt8(ascii: "\"")), as: SIMD64<UInt8>.self)
        if holdsNonASCII, let offset = UTF8Check.firstInvalidByte(UnsafeBufferPointer(start: base, count: count)) {
            throw .invalidUTF8(offset: offset)
        }
    }

    /// Replaces the contents by a text; for tests and short requests.
    public mutating func assign(_ text: String) throws(DecodeError) {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(DecodeError) in try assign(UnsafeRawBufferPointer(bytes)) }
        }
        try result.get()
    }

    /// Replaces the contents by bytes; for files and rare answers.
    public mutating func assign(_ bytes: [UInt8]) throws(DecodeError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(DecodeError) in try assign(bytes) }
        }
        try result.get()
    }

    /// A cursor at the first byte. It borrows this buffer and is valid until the next `assign`.
    public var cursor: JSONCursor {
        JSONCursor(start: UnsafePointer(base), count: count)
    }

    /// The frame's bytes, borrowed until the next `assign`.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// Whether any byte is ≥ 0x80, 64 bytes at a time; the last step may read padding, which is ASCII.
    private var holdsNonASCII: Bool {
        let raw = UnsafeRawPointer(base)
        var seen = SIMD4<UInt64>.zero
        var offset = 0
        while offset < count {
            seen |= raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            seen |= raw.loadUnaligned(fromByteOffset: offset &+ 32, as: SIMD4<UInt64>.self)
            offset &+= 64
        }
        return (seen[0] | seen[1] | seen[2] | seen[3]) & 0x8080_8080_8080_8080 != 0
    }

    private mutating func grow(to needed: Int) {
        base.deallocate()
        capacity = max(needed + Self.padding, capacity * 2)
        base = .allocate(capacity: capacity)
    }
}
