import Base
import Testing

@Suite("Hash of bytes")
struct ByteHashTests {
    private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { ByteHash.of($0, seed: seed) }
    }

    @Test("it stays what it is: files hold it")
    func pinned() {
        let bytes = (0..<40).map { UInt8($0) }
        #expect(
            [0, 7, 8, 16, 40].map { hash(Array(bytes[..<$0]), seed: 1) } == [
                0xCCD5_8EA1_DD11_7A2C,
                0xCFB7_50D0_B6F1_B93A,
                0xD34C_795C_0A90_9814,
                0x11EA_2AC3_E340_593F,
                0x52D9_067E_6EAD_2DD0,
            ])
    }

    @Test("each bit of what is hashed, its length and the seed count", arguments: [1, 7, 8, 15, 16, 33])
    func bits(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var seen: Set<UInt64> = [hash(bytes), hash(bytes, seed: 0x9E37_79B9_7F4A_7C15), hash(bytes + [0])]
        for bit in 0..<count * 8 {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(hash(other))
        }
        #expect(seen.count == 3 + count * 8)
    }
}
