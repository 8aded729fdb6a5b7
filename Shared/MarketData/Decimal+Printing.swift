extension Decimal {
    /// The longest text `write(to:)` makes: a sign, 21 digits, the point, 18 digits.
    public static let maximumTextLength = 41

    /// Writes the number as plain decimal text, without exponent, trailing zeros or an unnecessary point, and returns the
    /// number of bytes written.
    ///
    /// - Precondition: `bytes` has room for `maximumTextLength` bytes.
    @inlinable
    public func write(to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let isNegative = units < 0
        if isNegative { bytes[0] = UInt8(ascii: "-") }
        let sign = isNegative ? 1 : 0
        let magnitude = units.magnitude
        guard let value = Self.hundredMillionths(of: magnitude) else {
            return sign &+ Self.writeUnusual(magnitude, to: bytes + sign)
        }
        return sign &+ DecimalText.writeHundredMillionths(value, to: bytes + sign)
    }

    /// `magnitude` in units of 10⁻⁸, if it is a whole number of them below 2⁶⁴, as in ordinary markets.
    ///
    /// It needs no division: 10¹⁰ = 2¹⁰ · 5¹⁰, so the low ten bits must be zero and are shifted out. The rest is multiplied by
    /// the inverse of 5¹⁰ modulo 2⁶⁴. Multiplying back shows whether it was a multiple.
    @inlinable @inline(__always)
    static func hundredMillionths(of magnitude: UInt128) -> UInt64? {
        let fivePower: UInt64 = 9_765_625
        let inverse: UInt64 = 5_739_826_786_856_214_345
        let low = UInt64(truncatingIfNeeded: magnitude)
        let high = UInt64(truncatingIfNeeded: magnitude &>> 64)
        guard low & 0x3FF == 0 else { return nil }
        let shifted = low &>> 10 | high &<< 54
        let quotient = shifted &* inverse
        let product = quotient.multipliedFullWidth(by: fivePower)
        return product.low == shifted && product.high == high &>> 10 ? quotient : nil
    }

    /// The general path: for more than eight digits after the point, or more than eleven before it.
    @usableFromInline @inline(never)
    static func writeUnusual(_ magnitude: UInt128, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
        let count = DecimalText.write(whole, to: bytes)
        return count
            + DecimalText.writeFraction(UInt64(truncatingIfNeeded: fraction), digits: scale, to: bytes + count)
    }
}

extension Decimal: CustomStringConvertible {
    /// Plain decimal text, as in documents: `-0.5`, `65114.3`.
    public var description: String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maximumTextLength) { buffer in
            // A temporary allocation of a non-zero capacity always has a base address.
            let count = write(to: buffer.baseAddress!)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
