public import MarketData

extension JSONCursor {
    /// Reads `[[price, size], …]` with quoted or bare numbers directly into `levels`; further elements of a level are skipped.
    public mutating func levels(into levels: inout Buffer<Level>) throws(DecodeError) -> IndexRange {
        var signs: Int64 = 0
        return try self.levels(into: &levels, &signs)
    }

    /// Reads levels into a batch, and records in it whether they are plausible for a market: prices above zero, sizes not
    /// below.
    public mutating func levels(into batch: inout EventBatch) throws(DecodeError) -> IndexRange {
        var signs: Int64 = 0
        let range = try levels(into: &batch.levels, &signs)
        if signs >= 0 { batch.soundLevels &+= Int(range.count) }
        return range
    }

    /// - Parameter signs: becomes negative if a price is not above zero, or a size is below zero.
    @inline(__always)
    private mutating func levels(
        into levels: inout Buffer<Level>, _ signs: inout Int64
    ) throws(DecodeError) -> IndexRange {
        let first = levels.count
        var list = try beginArray()
        while try nextElement(&list) {
            var isTaken = false
            while takeQuotedLevel(into: &levels, &signs) {
                // The bracket of `,[` is not padding, so another level follows.
                isTaken = UnsafeRawPointer(position).loadUnaligned(as: UInt16.self) != 0x5B2C
                if isTaken { break }
                position += 1
            }
            if isTaken { continue }
            var pair = try beginArray()
            try requireElement(&pair)
            let price = try decimal()
            try requireElement(&pair)
            let size = try decimal()
            while try nextElement(&pair) { try skipValue() }
            signs |= Level(price: price, size: size).sign
            levels.append(Level(price: price, size: size))
        }
        return IndexRange(start: first, count: levels.count - first)
    }

    /// Reads one level of two quoted numbers, the usual form: `["65114.3","0.52"]`. For any other it returns false without
    /// moving.
    @inline(__always)
    private mutating func takeQuotedLevel(into levels: inout Buffer<Level>, _ signs: inout Int64) -> Bool {
        // The bytes `["`.
        guard UnsafeRawPointer(position).loadUnaligned(as: UInt16.self) == 0x225B else { return false }
        let price = QuotedNumber(at: position + 2)
        let comma = position + (3 &+ price.length)
        // The bytes `,"`.
        guard price.isValid, UnsafeRawPointer(comma).loadUnaligned(as: UInt16.self) == 0x222C else { return false }
        let size = QuotedNumber(at: comma + 2)
        let close = comma + (3 &+ size.length)
        // The bracket is not padding, so the whole level is inside the frame.
        guard size.isValid, close.pointee == UInt8(ascii: "]") else { return false }
        position = close + 1
        // Such numbers have no sign, so only a price of zero must be found.
        signs |= Int64(bitPattern: price.mantissa &- 1)
        levels.append(
            Level(
                price: Decimal(mantissa: price.mantissa, fractionDigits: price.fractionDigits, isNegative: false),
                size: Decimal(mantissa: size.mantissa, fractionDigits: size.fractionDigits, isNegative: false)))
        return true
    }
}
