public import MarketData

/// Digits found in a row and their value.
@usableFromInline
struct DigitRun: BitwiseCopyable {
    @usableFromInline var value: UInt64
    @usableFromInline var count: Int

    @inlinable
    init(value: UInt64, count: Int) {
        self.value = value
        self.count = count
    }
}

extension JSONCursor {
    /// Reads a number, quoted or bare, as an exact `Decimal`.
    ///
    /// Numbers of up to sixteen characters are found and converted in one go (`ShortNumber`); longer ones eight digits at
    /// a time, and those of more than 19 digits or with an exponent take a slow, exact path.
    @inlinable @inline(__always)
    public mutating func decimal() throws(DecodeError) -> Decimal {
        guard peek() == UInt8(ascii: "\"") else { return try bareDecimal() }
        let number = QuotedNumber(at: position + 1)
        let next = position + (1 &+ number.length)
        guard number.isValid, next < end else { return try longDecimal() }
        position = next + 1
        return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
    }

    /// Reads a number that stands without quotes.
    @usableFromInline @inline(never)
    mutating func bareDecimal() throws(DecodeError) -> Decimal {
        let number = BareNumber(at: position)
        guard number.isValid else { return try longBareDecimal() }
        position += number.length
        return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
    }

    /// The same of up to sixteen characters.
    @inline(__always)
    private mutating func longBareDecimal() throws(DecodeError) -> Decimal {
        let first = position
        let number = ShortNumber(at: first)
        let next = first + number.length
        guard number.isWhole || number.isFraction, next < end,
            number.mayEndBare(before: next.pointee, first: first.pointee)
        else { return try longDecimal() }
        position = next
        return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
    }

    /// Reads a number of any length and sign.
    @usableFromInline @inline(never)
    mutating func longDecimal() throws(DecodeError) -> Decimal {
        let quoted = peek() == UInt8(ascii: "\"")
        if quoted { position += 1 }
        let first = position
        let isNegative = position.pointee == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let whole = Self.digits(at: position)
        var mantissa = whole.value
        var fractionDigits = 0
        position += whole.count
        if position.pointee == UInt8(ascii: ".") {
            let fraction = Self.digits(at: position + 1)
            fractionDigits = fraction.count
            position += 1 &+ fractionDigits
            guard fractionDigits <= 18, whole.count &+ fractionDigits <= 19, fractionDigits > 0 else {
                return try unusualDecimal(from: first, quoted: quoted)
            }
            mantissa = mantissa &* Self.powersOfTen[fractionDigits] &+ fraction.value
        }
        // Too long, empty, with an exponent, or something else altogether.
        let next = position.pointee | 0x20
        guard whole.count &+ fractionDigits <= 19, whole.count > 0, next != UInt8(ascii: "e") else {
            return try unusualDecimal(from: first, quoted: quoted)
        }
        if quoted {
            guard position.pointee == UInt8(ascii: "\"") else { throw unexpected() }
            position += 1
        } else if whole.count > 1, (first + (isNegative ? 1 : 0)).pointee == 0x30 {
            throw .malformed(offset: first - start)
        }
        guard position <= end else { throw .truncated }
        return Decimal(mantissa: mantissa, fractionDigits: fractionDigits, isNegative: isNegative)
    }

    /// Reads a number that may be missing: `null` and `""` answer nil.
    @inlinable
    public mutating func optionalDecimal() throws(DecodeError) -> Decimal? {
        let number = BareNumber(at: position)
        if number.isValid {
            position += number.length
            return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
        }
        switch peek() {
        case UInt8(ascii: "n"):
            try literal("null")
            return nil
        case UInt8(ascii: "\"") where position[1] == UInt8(ascii: "\"") && position + 1 < end:
            position += 2
            return nil
        default:
            return try decimal()
        }
    }

    /// The slow, exact path: reads the number again from its first byte.
    @usableFromInline @inline(never)
    mutating func unusualDecimal(from first: UnsafePointer<UInt8>, quoted: Bool) throws(DecodeError) -> Decimal {
        var scan = first
        while Self.isNumberByte(scan.pointee) { scan += 1 }
        guard scan > first else {
            position = first
            throw quoted ? .malformed(offset: first - start) : wrongType()
        }
        if quoted {
            position = scan
            guard scan.pointee == UInt8(ascii: "\"") else { throw unexpected() }
            position += 1
        } else {
            // Between quotes the venue's own form counts, without them JSON's: no plus, no zero in front.
            position = first
            try skipNumber()
            guard position == scan else { throw .malformed(offset: first - start) }
        }
        guard position <= end else { throw .truncated }
        let failure: DecimalError
        do {
            return try Decimal(parsing: UnsafeBufferPointer(start: first, count: scan - first))
        } catch {
            failure = error
        }
        throw failure == .malformed ? .malformed(offset: first - start) : .numberDoesNotFit(offset: first - start)
    }

    @usableFromInline
    static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// Reads a whole number, quoted or bare.
    @inlinable @inline(__always)
    public mutating func integer() throws(DecodeError) -> Int64 {
        // The bare form of ids and times, of up to sixteen digits; sixteen fit.
        _ = peek()
        let low = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
        let lowEnds = ShortNumber.others(in: low)
        let length: Int
        let value: UInt64
        if lowEnds != 0 {
            length = lowEnds.trailingZeroBitCount &>> 3
            value = ShortNumber.eightDigits(low &<< UInt64(truncatingIfNeeded: (8 &- length) &* 8))
        } else {
            let high = UnsafeRawPointer(position).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            let more = ShortNumber.others(in: high).trailingZeroBitCount &>> 3
            length = 8 &+ more
            let tail = more == 0 ? 0 : high &<< UInt64(truncatingIfNeeded: (8 &- more) &* 8)
            value = ShortNumber.eightDigits(low) &* Self.powersOfTen[more] &+ ShortNumber.eightDigits(tail)
        }
        let next = position + length
        guard length > 0, next < end, ShortNumber.isEnd(next.pointee) else { return try longInteger() }
        position = next
        return Int64(bitPattern: value)
    }

    /// Reads a whole number of any length and sign.
    @usableFromInline @inline(never)
    mutating func longInteger() throws(DecodeError) -> Int64 {
        let quoted = peek() == UInt8(ascii: "\"")
        if quoted { position += 1 }
        let first = position
        let isNegative = position.pointee == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let run = Self.digits(at: position)
        guard run.count > 0 else {
            if !quoted { position = first }
            throw quoted ? unexpected() : wrongType()
        }
        position += run.count
        guard run.count <= 19, run.value <= UInt64(Int64.max) else { throw .numberDoesNotFit(offset: first - start) }
        if quoted {
            guard position.pointee == UInt8(ascii: "\"") else { throw unexpected() }
            position += 1
        } else if position.pointee == UInt8(ascii: ".") || position.pointee | 0x20 == UInt8(ascii: "e") {
            throw .wrongType(offset: first - start)
        }
        guard position <= end else { throw .truncated }
        let value = Int64(bitPattern: run.value)
        return isNegative ? -value : value
    }

    /// Reads a whole number, quoted or bare, and answers its digits, borrowed from the frame: for ids, which are kept as text.
    @inlinable @inline(__always)
    public mutating func integerText() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        let quoted = peek() == UInt8(ascii: "\"") ? 1 : 0
        let first = position + quoted
        _ = try integer()
        return UnsafeBufferPointer(start: first, count: position - first - quoted)
    }

    /// Reads a moment given as milliseconds since 1970, quoted or bare.
    @inlinable
    public mutating func milliseconds() throws(DecodeError) -> Timestamp {
        let first = offset
        guard let time = Timestamp(milliseconds: try integer()) else { throw .numberDoesNotFit(offset: first) }
        return time
    }
}

// MARK: - Digits, eight at a time

extension JSONCursor {
    /// 10⁰ … 10¹⁹.
    @usableFromInline
    static let powersOfTen: InlineArray<20, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    /// The digits from `bytes` on. The value is right for up to 19 digits; a longer run has a count above 19.
    @inlinable @inline(__always)
    static func digits(at bytes: UnsafePointer<UInt8>) -> DigitRun {
        let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let count = digitCount(word)
        guard count == 8 else {
            return DigitRun(value: count == 0 ? 0 : value(of: word, count: count), count: count)
        }
        return longRun(after: value(of: word, count: 8), at: bytes + 8)
    }

    /// A run of eight digits or more.
    @inlinable
    static func longRun(after head: UInt64, at bytes: UnsafePointer<UInt8>) -> DigitRun {
        var run = DigitRun(value: head, count: 8)
        var scan = bytes
        while true {
            let word = UnsafeRawPointer(scan).loadUnaligned(as: UInt64.self)
            let count = digitCount(word)
            if count > 0 { run.value = run.value &* powersOfTen[count] &+ value(of: word, count: count) }
            run.count += count
            scan += count
            guard count == 8 else { break }
        }
        // Nineteen digits always fit; of twenty and more the value is not used.
        return run
    }

    /// How many of a word's bytes, from the lowest, are digits.
    @inlinable @inline(__always)
    static func digitCount(_ word: UInt64) -> Int {
        let distance = word ^ 0x3030_3030_3030_3030
        let others = (distance &+ 0x7676_7676_7676_7676 | distance) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount &>> 3
    }

    /// The value of the lowest `count` (1…8) bytes of a word, all digits.
    @inlinable @inline(__always)
    static func value(of word: UInt64, count: Int) -> UInt64 {
        // The digits move to the top and zeros come in below, which are leading zeros of an eight-digit number.
        var digits = (word & 0x0F0F_0F0F_0F0F_0F0F) &<< (UInt64(truncatingIfNeeded: 8 &- count) &* 8)
        digits = digits &* 10 &+ (digits &>> 8)
        let low = (digits & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32))
        let high = ((digits &>> 16) & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32))
        return (low &+ high) &>> 32
    }
}
