/// Numbers prices in steps of 10^`exponent` units, exactly.
///
/// A price is divided by 10^k = 2^k · 5^k without a division instruction. The low k bits must be zero and are shifted out. The
/// rest is multiplied by the inverse of 5^k modulo 2⁶⁴. Multiplying back shows whether the price is on the grid.
struct PriceGrid: BitwiseCopyable {
    /// k: a step is 10^k units of a `Decimal`, 0…18.
    let exponent: Int
    private let fivePower: UInt64
    private let inverse: UInt64
    private let lowBits: UInt64

    /// The grid with steps of 10^`exponent` units.
    init(exponent: Int) {
        precondition(exponent >= 0 && exponent <= 18)
        self.exponent = exponent
        var power: UInt64 = 1
        for _ in 0..<exponent { power *= 5 }
        fivePower = power
        // Each Newton iteration doubles the number of correct bits; an odd number is its own inverse modulo 8.
        var inverse = power
        for _ in 0..<5 { inverse = inverse &* (2 &- power &* inverse) }
        self.inverse = inverse
        lowBits = (1 &<< UInt64(exponent)) &- 1
    }

    /// The number of `price` on the grid; nil if it is between two steps or beyond 2⁶² steps.
    @inline(__always)
    func index(of price: Decimal) -> Int64? {
        let magnitude = price.units.magnitude
        guard UInt64(truncatingIfNeeded: magnitude) & lowBits == 0 else { return nil }
        let shifted = magnitude >> UInt128(exponent)
        let quotient = UInt64(truncatingIfNeeded: shifted) &* inverse
        let (high, low) = quotient.multipliedFullWidth(by: fivePower)
        guard low == UInt64(truncatingIfNeeded: shifted), high == UInt64(truncatingIfNeeded: shifted >> 64),
            quotient < 1 << 62
        else { return nil }
        let index = Int64(truncatingIfNeeded: quotient)
        return price.units < 0 ? 0 &- index : index
    }

    /// The price with the number `index`.
    @inline(__always)
    func price(at index: Int64) -> Decimal {
        let (high, low) = index.magnitude.multipliedFullWidth(by: fivePower)
        let magnitude = Int128(truncatingIfNeeded: (UInt128(high) << 64 | UInt128(low)) << UInt128(exponent))
        return Decimal(units: index < 0 ? 0 &- magnitude : magnitude)
    }

    /// The coarsest grid of steps no larger than this one's that also holds `price`.
    func refined(for price: Decimal) -> PriceGrid {
        var exponent = exponent
        var step: UInt128 = 1
        for _ in 0..<exponent { step *= 10 }
        while exponent > 0, price.units.magnitude % step != 0 {
            exponent -= 1
            step /= 10
        }
        return PriceGrid(exponent: exponent)
    }
}
