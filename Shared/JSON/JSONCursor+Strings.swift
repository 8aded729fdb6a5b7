public import MarketData

extension JSONCursor {
    /// Reads a string without escapes (names, symbols, ids) and returns its bytes, borrowed from the frame.
    @inlinable @inline(__always)
    public mutating func simpleString() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        guard peek() == UInt8(ascii: "\"") else { throw wrongType() }
        let first = position + 1
        var scan = first
        while true {
            let word = UnsafeRawPointer(scan).loadUnaligned(as: UInt64.self)
            let stops = Self.stops(in: word)
            if stops != 0 {
                scan += stops.trailingZeroBitCount &>> 3
                break
            }
            scan += 8
        }
        guard scan.pointee == UInt8(ascii: "\""), scan < end else { throw badString(at: scan) }
        position = scan + 1
        return UnsafeBufferPointer(start: first, count: scan - first)
    }

    /// A bit in each byte that is `"`, `\` or a control character. Bits above the first set one may be wrong, because borrows
    /// carry upwards; only the first is used.
    @inlinable @inline(__always)
    static func stops(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let escape = word ^ (ones &* 0x5C)
        let zeroes = ((quote &- ones) & ~quote) | ((escape &- ones) & ~escape) | ((word &- (ones &* 0x20)) & ~word)
        return zeroes & high
    }

    @usableFromInline @inline(never)
    func badString(at scan: UnsafePointer<UInt8>) -> DecodeError {
        guard scan < end else { return .truncated }
        return scan.pointee == UInt8(ascii: "\\")
            ? .unexpectedEscape(offset: scan - start) : .malformed(offset: scan - start)
    }

    /// Reads a string, resolves its escapes and appends its bytes to `buffer`; for messages written by people.
    public mutating func appendString(to buffer: inout Buffer<UInt8>) throws(DecodeError) {
        guard peek() == UInt8(ascii: "\"") else { throw wrongType() }
        position += 1
        while true {
            guard position < end else { throw .truncated }
            let byte = position.pointee
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try appendEscape(to: &buffer)
            case 0..<0x20: throw .malformed(offset: offset - 1)
            default: buffer.append(byte)
            }
        }
    }

    /// Resolves one escape, after its backslash.
    private mutating func appendEscape(to buffer: inout Buffer<UInt8>) throws(DecodeError) {
        let byte = position.pointee
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): try appendUnicodeEscape(to: &buffer)
        default: throw .malformed(offset: offset - 1)
        }
    }

    private mutating func appendUnicodeEscape(to buffer: inout Buffer<UInt8>) throws(DecodeError) {
        var code = try hexDigits()
        if code & 0xFC00 == 0xD800 {
            guard position[0] == UInt8(ascii: "\\"), position[1] == UInt8(ascii: "u") else {
                throw .malformed(offset: offset)
            }
            position += 2
            let low = try hexDigits()
            guard low & 0xFC00 == 0xDC00 else { throw .malformed(offset: offset) }
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code) else { throw .malformed(offset: offset) }
        for unit in Character(scalar).utf8 { buffer.append(unit) }
    }

    private mutating func hexDigits() throws(DecodeError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch position.pointee {
            case 0x30...0x39: digit = position.pointee &- 0x30
            case 0x41...0x46: digit = position.pointee &- 0x37
            case 0x61...0x66: digit = position.pointee &- 0x57
            default: throw unexpected()
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// Skips a string and checks its escapes.
    @usableFromInline
    mutating func skipString() throws(DecodeError) {
        position += 1
        while true {
            let word = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
            let stops = Self.stops(in: word)
            guard stops != 0 else {
                position += 8
                continue
            }
            position += stops.trailingZeroBitCount &>> 3
            guard position < end else { throw .truncated }
            if position.pointee == UInt8(ascii: "\"") {
                position += 1
                return
            }
            guard position.pointee == UInt8(ascii: "\\") else { throw .malformed(offset: offset) }
            position += 1
            var ignored = Buffer<UInt8>(minimumCapacity: 4)
            try appendEscape(to: &ignored)
        }
    }
}
