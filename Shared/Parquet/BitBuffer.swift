import MarketData

/// Bits in Arrow's order: the first is the least significant of the first byte.
struct BitBuffer: ~Copyable {
    private var bytes = Buffer<UInt8>(minimumCapacity: 64)
    private var count = 0

    @inline(__always)
    mutating func append(_ bit: Bool) {
        let place = count & 7
        if place == 0 {
            bytes.append(bit ? 1 : 0)
        } else if bit {
            bytes[bytes.count - 1] |= 1 << UInt8(truncatingIfNeeded: place)
        }
        count &+= 1
    }

    mutating func removeAll() {
        bytes.removeAll()
        count = 0
    }

    /// The bytes, borrowed until the next change.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes.unsafeSlice(0..<bytes.count)) }
}
