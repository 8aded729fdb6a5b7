extension JSONCursor {
    /// Reads a string without escapes as a word to `switch` over, as keys are: `case "Buy"`, `case "snapshot"`.
    @inlinable @inline(__always)
    public mutating func word() throws(DecodeError) -> JSONKey {
        let bytes = try simpleString()
        // The string's end was checked, so its bytes are inside the frame, and at least eight more are padding.
        return JSONKey(start: bytes.baseAddress.unsafelyUnwrapped, count: bytes.count)
    }

    /// Skips `text` if exactly these bytes come next, and returns whether they did; for the common beginning of a venue's
    /// messages. If they do not, the caller takes the general path, because white space or another order is not an error.
    @inlinable @inline(__always)
    public mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= end - position else { return false }
        var offset = 0
        while offset &+ 8 <= count {
            guard
                UnsafeRawPointer(position + offset).loadUnaligned(as: UInt64.self)
                    == UnsafeRawPointer(text.utf8Start + offset).loadUnaligned(as: UInt64.self)
            else { return false }
            offset += 8
        }
        while offset < count {
            guard position[offset] == text.utf8Start[offset] else { return false }
            offset += 1
        }
        position += count
        return true
    }

    /// Skips a string if it comes next and is equal to `known`, and returns whether it did; for values that a list repeats in
    /// each element, such as a time.
    @inlinable @inline(__always)
    public mutating func takeString(_ known: JSONKey) -> Bool {
        let close = position + (known.count &+ 1)
        guard known.count &+ 2 <= end - position, position.pointee == UInt8(ascii: "\""),
            close.pointee == UInt8(ascii: "\""), JSONKey(start: position + 1, count: known.count) == known
        else { return false }
        position = close + 1
        return true
    }

    /// Reads an id that is a string without escapes or a bare number, as text.
    @inlinable
    public mutating func identifier() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        if peek() == UInt8(ascii: "\"") { return try simpleString() }
        let first = position
        guard first.pointee &- 0x30 < 10 || first.pointee == UInt8(ascii: "-") else { throw wrongType() }
        try skipScalar()
        return UnsafeBufferPointer(start: first, count: position - first)
    }
}

extension JSONKey {
    /// Splits a dotted name: `orderbook.50.BTCUSDT` → `orderbook` and `50.BTCUSDT`; nil without `separator`.
    @inlinable
    public func split(at separator: UInt8) -> (head: JSONKey, tail: JSONKey)? {
        for index in 0..<count where start[index] == separator {
            return (
                JSONKey(start: start, count: index), JSONKey(start: start + (index + 1), count: count &- index &- 1)
            )
        }
        return nil
    }

    /// Whether two names have the same bytes.
    @inlinable @inline(__always)
    public static func == (left: JSONKey, right: JSONKey) -> Bool {
        guard left.count == right.count, left.head == right.head, left.tail == right.tail else { return false }
        return left.count <= 16 || equalMiddle(left.start, right.start, left.count)
    }

    /// The name as a String, for errors and other slow paths.
    public var string: String { String(decoding: bytes, as: UTF8.self) }
}
