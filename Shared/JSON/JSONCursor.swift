/// A one-pass reader of JSON: one pointer that visits the bytes of a `FrameBuffer` once, in order.
///
/// It builds no tree and no String. Skipped values are still checked for structure, so a frame is either complete JSON or an
/// error. It relies on the buffer's padding instead of checking for the end at every byte; it checks once per value.
public struct JSONCursor {
    /// The maximum nesting depth of arrays and objects.
    public static let maximumDepth = 32

    @usableFromInline var position: UnsafePointer<UInt8>
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let end: UnsafePointer<UInt8>

    /// A cursor over `count` bytes that are followed by `FrameBuffer.padding`.
    @inlinable
    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        position = start
        end = start + count
    }

    /// The number of bytes before the cursor.
    @inlinable
    public var offset: Int { position - start }

    /// Returns the next byte that is not white space, without consuming it.
    @inlinable @inline(__always)
    public mutating func peek() -> UInt8 {
        if position.pointee <= 0x20 { skipWhitespace() }
        return position.pointee
    }

    @usableFromInline @inline(never)
    mutating func skipWhitespace() {
        while position < end {
            switch position.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The error for an unexpected byte at the cursor.
    @usableFromInline @inline(never)
    func unexpected() -> DecodeError {
        position >= end ? .truncated : .malformed(offset: offset)
    }

    /// The error for a value of the wrong type.
    @usableFromInline @inline(never)
    func wrongType() -> DecodeError {
        guard position < end else { return .truncated }
        switch position.pointee {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "t"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), 0x30...0x39:
            return .wrongType(offset: offset)
        default:
            return .malformed(offset: offset)
        }
    }

    /// Consumes one byte that must come next.
    @inlinable @inline(__always)
    mutating func expect(_ byte: UInt8) throws(DecodeError) {
        guard peek() == byte, position < end else { throw unexpected() }
        position += 1
    }

    /// Checks that only white space is left.
    @inlinable
    public mutating func finish() throws(DecodeError) {
        if position < end { skipWhitespace() }
        guard position == end else {
            throw position > end ? .truncated : .trailingBytes(offset: offset)
        }
    }
}

// MARK: - Objects and arrays

/// Whether the first element of an object or an array is still to come.
public struct JSONScope: BitwiseCopyable {
    @usableFromInline var isFirst = true

    @inlinable
    init() {}
}

extension JSONCursor {
    /// Enters an object. Follow with `nextKey` until it returns nil.
    @inlinable @inline(__always)
    public mutating func beginObject() throws(DecodeError) -> JSONScope {
        guard peek() == UInt8(ascii: "{") else { throw wrongType() }
        position += 1
        return JSONScope()
    }

    /// The next field's name, with the cursor before its value; nil at the object's end, which is consumed.
    @inlinable @inline(__always)
    public mutating func nextKey(_ scope: inout JSONScope) throws(DecodeError) -> JSONKey? {
        // A name of one letter, as most of Binance's are: `,"p":` is one comparison. The colon is not padding, so the name is
        // inside the frame.
        let word = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
        if word & 0xFF_FF00_FFFF == 0x3A_2200_222C, !scope.isFirst, position[2] > 0x22, position[2] != 0x5C {
            position += 5
            return JSONKey(letterAt: position - 3)
        }
        return try nextLongKey(&scope)
    }

    /// The next field's name, of any length.
    @inlinable @inline(__always)
    mutating func nextLongKey(_ scope: inout JSONScope) throws(DecodeError) -> JSONKey? {
        guard try nextField(&scope) else { return nil }
        let name = try simpleString()
        try expect(UInt8(ascii: ":"))
        // The string's end was checked, so its bytes are inside the frame, and at least eight more are padding.
        return JSONKey(start: name.baseAddress.unsafelyUnwrapped, count: name.count)
    }

    /// Whether another field follows, with the cursor before its name; false at the object's end, which is consumed.
    @inlinable @inline(__always)
    mutating func nextField(_ scope: inout JSONScope) throws(DecodeError) -> Bool {
        var byte = peek()
        if scope.isFirst {
            scope.isFirst = false
        } else if byte == UInt8(ascii: ",") {
            position += 1
            byte = peek()
            guard byte == UInt8(ascii: "\"") else { throw unexpected() }
        } else if byte != UInt8(ascii: "}") {
            throw unexpected()
        }
        if byte == UInt8(ascii: "}") {
            position += 1
            return false
        }
        guard byte == UInt8(ascii: "\"") else { throw unexpected() }
        return true
    }

    /// Enters an array. Follow with `nextElement` until it returns false.
    @inlinable @inline(__always)
    public mutating func beginArray() throws(DecodeError) -> JSONScope {
        guard peek() == UInt8(ascii: "[") else { throw wrongType() }
        position += 1
        return JSONScope()
    }

    /// Whether another element follows, with the cursor before it; false at the array's end, which is consumed.
    @inlinable @inline(__always)
    public mutating func nextElement(_ scope: inout JSONScope) throws(DecodeError) -> Bool {
        let byte = peek()
        if scope.isFirst {
            scope.isFirst = false
            if byte == UInt8(ascii: "]") {
                position += 1
                return false
            }
            return true
        }
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        guard byte == UInt8(ascii: "]"), position < end else { throw unexpected() }
        position += 1
        return false
    }

    /// Moves to the next element of an array that must have one.
    @inlinable @inline(__always)
    public mutating func requireElement(_ scope: inout JSONScope) throws(DecodeError) {
        guard try nextElement(&scope) else { throw .wrongType(offset: offset) }
    }

    /// Consumes the end of an array that must have no more elements.
    @inlinable @inline(__always)
    public mutating func requireEnd(_ scope: inout JSONScope) throws(DecodeError) {
        guard try !nextElement(&scope) else { throw .wrongType(offset: offset) }
    }
}

// MARK: - Literals

extension JSONCursor {
    /// Skips a `null` and returns true; otherwise does not move.
    @inlinable @inline(__always)
    public mutating func takeNull() throws(DecodeError) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }

    /// Reads `true` or `false`.
    @inlinable
    public mutating func bool() throws(DecodeError) -> Bool {
        switch peek() {
        case UInt8(ascii: "t"):
            try literal("true")
            return true
        case UInt8(ascii: "f"):
            try literal("false")
            return false
        default:
            throw wrongType()
        }
    }

    /// Consumes a word of fewer than eight bytes that must come next.
    @inlinable @inline(__always)
    mutating func literal(_ word: StaticString) throws(DecodeError) {
        let count = word.utf8CodeUnitCount
        let mask: UInt64 = (1 &<< (UInt64(truncatingIfNeeded: count) &* 8)) &- 1
        let found = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self) & mask
        guard found == JSONKey.load(word.utf8Start, count) else { throw unexpected() }
        position += count
        guard position <= end else { throw .truncated }
    }
}
