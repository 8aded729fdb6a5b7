/// An incremental 64-bit hash of bytes with two multiplicative lanes of eight bytes each.
struct ContentHash {
    private var first: UInt64 = 0x9AE1_6A3B_2F90_404F
    private var second: UInt64 = 0xC3A5_C85C_97CB_3127

    /// Adds bytes.
    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        mix(UInt64(bytes.count))
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(tail)
    }

    private mutating func mix(_ word: UInt64) {
        first = (first ^ word) &* 0x9FB2_1C65_1E98_DF25
        first ^= first >> 35
        second = (second ^ (word &+ first >> 17)) &* 0xD6E8_FEB8_6659_FD93
        second ^= second >> 32
    }

    /// The hash of all added bytes.
    var identity: UInt64 {
        let mixed = (first ^ second &* 0x9FB2_1C65_1E98_DF25) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }
}
