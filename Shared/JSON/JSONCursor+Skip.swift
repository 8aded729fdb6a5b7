extension JSONCursor {
    /// Skips any value and checks its structure.
    @inlinable
    public mutating func skipValue() throws(DecodeError) {
        switch peek() {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer(depth: 0)
        default: try skipScalar()
        }
    }

    @usableFromInline
    mutating func skipScalar() throws(DecodeError) {
        switch peek() {
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        case UInt8(ascii: "n"): try literal("null")
        default: try skipNumber()
        }
    }

    /// Skips a bare number by JSON's grammar (RFC 8259, section 6), of any size.
    @inline(__always)
    mutating func skipNumber() throws(DecodeError) {
        if position.pointee == UInt8(ascii: "-") { position += 1 }
        let number = BareNumber(at: position)
        guard number.isValid else { return try skipLongNumber() }
        position += number.length
    }

    /// Skips a bare number of any form, without a sign.
    @inline(never)
    private mutating func skipLongNumber() throws(DecodeError) {
        let first = position
        try skipDigits()
        if first.pointee == 0x30, position - first > 1 { throw .malformed(offset: first - start) }
        if position.pointee == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position.pointee | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position.pointee == UInt8(ascii: "-") || position.pointee == UInt8(ascii: "+") { position += 1 }
            try skipDigits()
        }
        guard position <= end else { throw .truncated }
    }

    @inline(__always)
    private mutating func skipDigits() throws(DecodeError) {
        let first = position
        var count = 8
        while count == 8 {
            count = Self.digitCount(UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
            position += count
        }
        guard position > first else { throw unexpected() }
    }

    /// Skips the remaining fields of an object, of which at least one has been read, and its end.
    @inlinable @inline(__always)
    public mutating func skipRestOfObject() throws(DecodeError) {
        if position.pointee == UInt8(ascii: "}") {
            position += 1
        } else {
            try skipFieldsLeft()
        }
    }

    @usableFromInline @inline(never)
    mutating func skipFieldsLeft() throws(DecodeError) {
        var scope = JSONScope()
        scope.isFirst = false
        while try nextKeyOfAnyForm(&scope) { try skipValue() }
    }

    @usableFromInline
    mutating func skipContainer(depth: Int) throws(DecodeError) {
        guard depth < Self.maximumDepth else { throw .tooDeep(offset: offset) }
        if position.pointee == UInt8(ascii: "{") {
            var scope = try beginObject()
            while try nextKeyOfAnyForm(&scope) { try skipNested(depth: depth) }
        } else {
            var scope = try beginArray()
            while try nextElement(&scope) { try skipNested(depth: depth) }
        }
    }

    private mutating func skipNested(depth: Int) throws(DecodeError) {
        switch peek() {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer(depth: depth + 1)
        default: try skipScalar()
        }
    }

    /// `nextKey` for skipped objects, whose names may contain escapes.
    private mutating func nextKeyOfAnyForm(_ scope: inout JSONScope) throws(DecodeError) -> Bool {
        guard try nextField(&scope) else { return false }
        // One look finds the end of a name of up to seven letters; its colon is not padding, so it is inside the frame.
        let stops = Self.stops(in: UnsafeRawPointer(position + 1).loadUnaligned(as: UInt64.self))
        let close = position + (1 &+ stops.trailingZeroBitCount &>> 3)
        if close[0] == UInt8(ascii: "\""), close[1] == UInt8(ascii: ":") {
            position = close + 2
            return true
        }
        try skipString()
        try expect(UInt8(ascii: ":"))
        return true
    }
}
