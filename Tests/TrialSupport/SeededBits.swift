import Simulator

/// Numbers by seed, those at the bounds of their types more often than others.
public struct SeededBits: RandomNumberGenerator {
    private var generator: SeededGenerator

    /// Starts from a seed.
    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// The next 64 bits.
    public mutating func next() -> UInt64 { generator.next() }

    /// True once in so many times.
    mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

    /// One of some values.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }

    /// An integer that is likely to be at a bound.
    mutating func integer() -> Int64 {
        let bounds: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 62, .max - 1, .max]
        return chance(2) ? bounds[Int.random(in: 0..<bounds.count, using: &self)] : Int64(bitPattern: next())
    }

    /// Units of a decimal, likely to be at a bound.
    mutating func units() -> Int128 {
        let bounds: [Int128] = [
            .min, .min + 1, -1, 0, 1, .max - 1, .max, 100_000_000_000_000_000_000_000_000_000_000_000_000,
        ]
        return chance(2)
            ? bounds[Int.random(in: 0..<bounds.count, using: &self)]
            : Int128(Int64(bitPattern: next())) * Int128(Int64(bitPattern: next()) >> 4)
    }
}
