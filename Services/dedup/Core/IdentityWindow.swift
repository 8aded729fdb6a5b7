/// Remembers the last identities of a channel without sequence rule: trade ids, hashes of content.
///
/// Identities are 128-bit hashes: among 10¹² of them the chance that any two collide is 10⁻¹⁵.
struct IdentityWindow {
    private let limit: Int
    private var known: Set<UInt128> = []
    private var order: [UInt128] = []
    private var next = 0

    /// Remembers at most `limit` identities; the oldest are forgotten first.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes an identity in; false when it was known.
    mutating func insert(_ identity: UInt128) -> Bool {
        guard known.insert(identity).inserted else { return false }
        if order.count < limit {
            order.append(identity)
        } else {
            known.remove(order[next])
            order[next] = identity
            next = (next + 1) % limit
        }
        return true
    }
}

/// A 128-bit hash of bytes, fed piece by piece: two multiplicative lanes over eight bytes at a time.
struct ContentHash {
    private var first: UInt64 = 0x9AE1_6A3B_2F90_404F
    private var second: UInt64 = 0xC3A5_C85C_97CB_3127

    /// Takes more bytes in.
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

    /// The identity of what was taken in.
    var identity: UInt128 { UInt128(first) << 64 | UInt128(second) }
}
