/// Identifies one channel of one symbol on a connection, such as `orderbook.200` of `BTCUSDT`. It is a 64-bit hash of the
/// parts, so that the channel of a frame can be looked up without a String.
public struct ChannelID: Sendable, Hashable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The channel of these parts, in order.
    public init(_ parts: String...) {
        for part in parts {
            var part = part
            part.withUTF8 { append(UnsafeRawBufferPointer($0)) }
        }
    }

    /// The channel of these parts, as bytes of a frame.
    package init(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer? = nil) {
        append(first)
        if let second { append(second) }
    }

    /// Hashes eight bytes at a time, including the length, so that parts cannot run into each other.
    private mutating func append(_ part: UnsafeRawBufferPointer) {
        mix(UInt64(part.count))
        var offset = 0
        while offset + 8 <= part.count {
            mix(part.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < part.count {
            rest = rest &<< 8 | UInt64(part[offset])
            offset += 1
        }
        mix(rest)
    }

    private mutating func mix(_ word: UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash &>> 29
    }
}
