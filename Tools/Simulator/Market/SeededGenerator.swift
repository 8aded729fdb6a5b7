/// A random number generator whose numbers only depend on its seed: SplitMix64 (https://prng.di.unimi.it/splitmix64.c, public
/// domain algorithm by Sebastiano Vigna).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the sequence of `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<`bound`.
    public mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// True with the probability `count` / `total`.
    mutating func chance(_ count: Int, in total: Int) -> Bool { below(total) < count }

    /// A number from 1 to `limit`. Each number is about half as likely as the previous one, but with a long tail.
    mutating func distance(limit: Int) -> Int {
        // The square of a uniform number: small distances are common, but large ones occur.
        let first = below(limit)
        let second = below(limit)
        return 1 + min(first, second) * min(first, second) / max(1, limit)
    }
}
