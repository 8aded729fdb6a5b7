/// A 64-bit hash of bytes in memory. It processes sixteen bytes per full multiplication, like wyhash. It is written to files,
/// so it is the same on every machine and in every version.
///
/// It detects torn and damaged data, but does not protect against deliberate manipulation. A CRC without the CPU instruction
/// takes four times as long. Tables in memory, which hash one or two names per frame, use shorter hashes (`SymbolTable`,
/// `ChannelID`).
public enum ByteHash {
    @inlinable static var first: UInt64 { 0xA076_1D64_78BD_642F }
    @inlinable static var second: UInt64 { 0xE703_7ED1_A0B4_28DB }
    @inlinable static var third: UInt64 { 0x8EBC_6AF0_9C88_C6E3 }

    /// The hash of `bytes`; it differs for each `seed`.
    @inlinable
    public static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var state = seed ^ first
        var offset = 0
        while offset + 16 <= bytes.count {
            state = fold(word(bytes, offset) ^ second, word(bytes, offset + 8) ^ state)
            offset += 16
        }
        var rest: (UInt64, UInt64) = (0, 0)
        if offset + 8 <= bytes.count {
            rest.0 = word(bytes, offset)
            offset += 8
        }
        while offset < bytes.count {
            rest.1 = rest.1 << 8 | UInt64(bytes[offset])
            offset += 1
        }
        state = fold(rest.0 ^ second, rest.1 ^ state)
        return fold(state ^ third, UInt64(bytes.count) ^ second)
    }

    @inlinable
    static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inlinable
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
