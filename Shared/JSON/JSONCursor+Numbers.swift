public import MarketData

/// Consecutive digits and their value.
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
    /// Numbers of up to sixteen characters are found and converted in one step (`ShortNumber`), and longer ones eight digits at
    /// a time. Numbers of more than 19 digits or with an exponent take a slow, exact path.
    @inlinable @inline(__always)
    public mutating func decimal() throws(DecodeError) -> Decimal {
        guard peek() == UInt8(ascii: "\"") else { return try bareDecimal() }
        let number = QuotedNumber(at: position + 1)
        let next = position + (1 &+ number.length)
        guard number.isValid, next < end else { return try longDecimal() }
        position = next + 1
        return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
    }

    /// Reads a number without quotes.
    @usableFromInline @inline(never)
    mutating func bareDecimal() throws(DecodeError) -> Decimal {
        let number = BareNumber(at: position)
        guard number.isValid else { return try longBareDecimal() }
        position += number.length
        return Decimal(mantissa: number.mantissa, fractionDigits: number.fractionDigits, isNegative: false)
    }

    /// Reads a number without quotes of up to sixteen characters.
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
        if let plain = takePlainDecimal() { return plain }
        let text = try numberText()
        let failure: DecimalError
        do {
            return try Decimal(parsing: text)
        } catch {
            failure = error
        }
        throw faulty(text, failure == .malformed ? .notANumber : .doesNotFit)
    }

    /// Reads a number of at most 19 digits without an exponent; for any other it returns nil without moving.
    mutating func takePlainDecimal() -> Decimal? {
        let quoted = peek() == UInt8(ascii: "\"") ? 1 : 0
        var scan = position + quoted
        let isNegative = scan.pointee == UInt8(ascii: "-")
        if isNegative { scan += 1 }
        let first = scan
        let whole = Self.digits(at: scan)
        var mantissa = whole.value
        var fractionDigits = 0
        scan += whole.count
        if scan.pointee == UInt8(ascii: ".") {
            let fraction = Self.digits(at: scan + 1)
            fractionDigits = fraction.count
            scan += 1 &+ fractionDigits
            guard fractionDigits <= 18, whole.count &+ fractionDigits <= 19, fractionDigits > 0 else { return nil }
            mantissa = mantissa &* Self.powersOfTen[fractionDigits] &+ fraction.value
        }
        guard whole.count &+ fractionDigits <= 19, whole.count > 0 else { return nil }
        if quoted == 1 {
            guard scan.pointee == UInt8(ascii: "\"") else { return nil }
            scan += 1
        } else if scan.pointee | 0x20 == UInt8(ascii: "e") || (whole.count > 1 && first.pointee == 0x30) {
            return nil
        }
        guard scan <= end else { return nil }
        position = scan
        return Decimal(mantissa: mantissa, fractionDigits: fractionDigits, isNegative: isNegative)
    }

    /// Skips a number of any form, quoted or bare, and returns its text, borrowed from the frame. A quoted text has the venue's
    /// own form and may not be a number; a bare text is a number by JSON's grammar.
    mutating func numberText() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        let first = peek()
        if first == UInt8(ascii: "\"") { return try simpleString() }
        guard first &- 0x30 < 10 || first == UInt8(ascii: "-") else { throw wrongType() }
        let start = position
        try skipNumber()
        return UnsafeBufferPointer(start: start, count: position - start)
    }

    /// The error for a number that was read, with its field and text.
    @inline(never)
    func faulty(_ text: UnsafeBufferPointer<UInt8>, _ fault: FaultyNumber.Fault) -> DecodeError {
        // One byte more than is stored, so that truncation is visible.
        let kept = text.prefix(FaultyNumber.maximumTextBytes + 1)
        return .faultyNumber(
            FaultyNumber(
                fault, field: text.baseAddress.map { path(to: $0) } ?? "", text: String(decoding: kept, as: UTF8.self)))
    }

    /// Reads a number that may be missing: `null` and `""` return nil.
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

    /// Reads a whole number, quoted or bare.
    @inlinable @inline(__always)
    public mutating func integer() throws(DecodeError) -> Int64 {
        // The bare form of ids and times, of up to sixteen digits; sixteen always fit.
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
        let text = try numberText()
        let isNegative = text.first == UInt8(ascii: "-")
        guard let start = text.baseAddress else { throw faulty(text, .notANumber) }
        let run = Self.digits(at: start + (isNegative ? 1 : 0))
        guard run.count > 0, run.count &+ (isNegative ? 1 : 0) == text.count else { throw faulty(text, .notANumber) }
        guard run.count <= 19, run.value <= UInt64(Int64.max) else { throw faulty(text, .doesNotFit) }
        let value = Int64(bitPattern: run.value)
        return isNegative ? -value : value
    }

    /// Reads a whole number of any length, quoted or bare, and returns its digits, borrowed from the frame. It is used for ids,
    /// which are stored as text.
    @inlinable @inline(__always)
    public mutating func integerText() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        _ = peek()
        let first = position
        let lowEnds = ShortNumber.others(in: UnsafeRawPointer(first).loadUnaligned(as: UInt64.self))
        var length = lowEnds.trailingZeroBitCount &>> 3
        if lowEnds == 0 {
            let high = UnsafeRawPointer(first).loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            length = 8 &+ ShortNumber.others(in: high).trailingZeroBitCount &>> 3
        }
        let next = first + length
        guard length > 0, next < end, ShortNumber.isEnd(next.pointee) else { return try longIntegerText() }
        position = next
        return UnsafeBufferPointer(start: first, count: length)
    }

    /// Reads such a number if it is quoted or has more than sixteen digits.
    @usableFromInline @inline(never)
    mutating func longIntegerText() throws(DecodeError) -> UnsafeBufferPointer<UInt8> {
        let text = try numberText()
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { throw faulty(text, .notANumber) }
        return text
    }

    /// Reads a timestamp in milliseconds since 1970, quoted or bare.
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

    /// The digits from `bytes` on. The value is correct for up to 19 digits; for more the count is above 19.
    @inlinable @inline(__always)
    static func digits(at bytes: UnsafePointer<UInt8>) -> DigitRun {
        let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        let count = digitCount(word)
        guard count == 8 else {
            return DigitRun(value: count == 0 ? 0 : value(of: word, count: count), count: count)
        }
        return longRun(after: value(of: word, count: 8), at: bytes + 8)
    }

    /// Eight or more consecutive digits.
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
        // Nineteen digits always fit; for twenty and more the value is not used.
        return run
    }

    /// The number of a word's bytes that are digits, from the lowest byte on.
    @inlinable @inline(__always)
    static func digitCount(_ word: UInt64) -> Int {
        let distance = word ^ 0x3030_3030_3030_3030
        let others = (distance &+ 0x7676_7676_7676_7676 | distance) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount &>> 3
    }

    /// The value of the lowest `count` (1…8) bytes of a word, all digits.
    @inlinable @inline(__always)
    static func value(of word: UInt64, count: Int) -> UInt64 {
        // The digits move to the top and zeros fill the bottom, as leading zeros of an eight-digit number.
        var digits = (word & 0x0F0F_0F0F_0F0F_0F0F) &<< (UInt64(truncatingIfNeeded: 8 &- count) &* 8)
        digits = digits &* 10 &+ (digits &>> 8)
        let low = (digits & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32))
        let high = ((digits &>> 16) & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32))
        return (low &+ high) &>> 32
    }
}
