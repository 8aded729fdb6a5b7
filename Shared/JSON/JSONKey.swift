/// The name of an object's field in a form that compares as integers.
///
/// `head` contains the first eight bytes and `tail` the last eight (both little-endian, short names padded with zeros). So
/// names of up to sixteen bytes are equal exactly if the three numbers are; for longer names the middle is compared too.
public struct JSONKey: BitwiseCopyable {
    @usableFromInline let head: UInt64
    @usableFromInline let tail: UInt64
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let count: Int

    @inlinable @inline(__always)
    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
        let raw = UnsafeRawPointer(start)
        if count >= 8 {
            head = raw.loadUnaligned(as: UInt64.self)
            tail = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        } else {
            // The bytes after a short name belong to the frame or its padding, so eight can be read.
            head = raw.loadUnaligned(as: UInt64.self) & ((1 &<< (UInt64(truncatingIfNeeded: count) &* 8)) &- 1)
            tail = head
        }
    }

    /// A name of one byte.
    @inlinable @inline(__always)
    init(letterAt start: UnsafePointer<UInt8>) {
        self.start = start
        count = 1
        head = UInt64(start.pointee)
        tail = head
    }

    /// The bytes of the name, borrowed from the frame.
    @inlinable
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// The part before the first `byte`, or the whole name if there is none: the kind of a channel's name such as
    /// `book.BTC-PERPETUAL.raw`.
    @inlinable @inline(__always)
    public func prefix(before byte: UInt8) -> JSONKey {
        JSONKey(start: start, count: bytes.firstIndex(of: byte) ?? count)
    }

    /// Whether this is the name `name`; the comparison with a literal becomes a comparison with constants.
    @inlinable @inline(__always)
    public static func ~= (name: StaticString, key: JSONKey) -> Bool {
        let count = name.utf8CodeUnitCount
        guard key.count == count else { return false }
        let expected = name.utf8Start
        guard key.head == load(expected, count) else { return false }
        if count <= 8 { return true }
        guard key.tail == load(expected + (count &- 8), 8) else { return false }
        return count <= 16 || equalMiddle(key.start, expected, count)
    }

    /// The first eight bytes of a literal as an integer; unrolled, so that the optimiser folds it to a constant.
    @inlinable @inline(__always)
    static func load(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        if count > 0 { word |= UInt64(bytes[0]) }
        if count > 1 { word |= UInt64(bytes[1]) &<< 8 }
        if count > 2 { word |= UInt64(bytes[2]) &<< 16 }
        if count > 3 { word |= UInt64(bytes[3]) &<< 24 }
        if count > 4 { word |= UInt64(bytes[4]) &<< 32 }
        if count > 5 { word |= UInt64(bytes[5]) &<< 40 }
        if count > 6 { word |= UInt64(bytes[6]) &<< 48 }
        if count > 7 { word |= UInt64(bytes[7]) &<< 56 }
        return word
    }

    @usableFromInline @inline(never)
    static func equalMiddle(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 8
        // The last word may overlap the tail, which is known to be equal.
        while index < count - 8 {
            guard
                UnsafeRawPointer(left + index).loadUnaligned(as: UInt64.self)
                    == UnsafeRawPointer(right + index).loadUnaligned(as: UInt64.self)
            else { return false }
            index += 8
        }
        return true
    }
}
