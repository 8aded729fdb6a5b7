public import JSON
public import MarketData

/// A cache of a decoder's recent symbols, so that most frames need three comparisons instead of a lookup in the batch's
/// `SymbolTable`.
///
/// It is a direct-mapped table keyed by the symbol's bytes; symbols of more than 24 bytes are always looked up. A decoder must
/// always write to the same batch, because ids belong to that batch's table. A newer table (one with fewer symbols than a
/// cached id) empties the cache.
public struct SymbolMemo: Sendable {
    @usableFromInline static let slotBits = 6
    @usableFromInline static let longest = 24

    @usableFromInline let venue: VenueTag
    @usableFromInline var slots = InlineArray<64, Slot>(repeating: Slot())
    @usableFromInline var highestIndex: Int32 = -1

    /// The bytes of one symbol as three words, and its number; a length of 0 marks an empty slot.
    @usableFromInline
    struct Slot: BitwiseCopyable, Sendable {
        @usableFromInline var head: UInt64 = 0
        @usableFromInline var middle: UInt64 = 0
        @usableFromInline var tail: UInt64 = 0
        @usableFromInline var count: Int32 = 0
        @usableFromInline var index: Int32 = 0

        @inlinable @inline(__always)
        init(head: UInt64 = 0, middle: UInt64 = 0, tail: UInt64 = 0, count: Int32 = 0, index: Int32 = 0) {
            self.head = head
            self.middle = middle
            self.tail = tail
            self.count = count
            self.index = index
        }
    }

    /// Caches symbols of one venue only.
    public init(venue: VenueTag) {
        self.venue = venue
    }

    /// The number of a symbol.
    ///
    /// - Parameters:
    ///   - symbol: bytes inside a `FrameBuffer`, so eight bytes after them can be read.
    ///   - table: the batch's table.
    ///   - product: the kind of market; the same bytes must always come with the same product.
    ///   - makeEntry: called once for a new symbol.
    @inlinable @inline(__always)
    public mutating func id(
        _ symbol: UnsafeBufferPointer<UInt8>, in table: inout SymbolTable, product: @autoclosure () -> Product,
        makeEntry: (String) -> SymbolEntry
    ) throws(DecodeError) -> SymbolID {
        guard let start = symbol.baseAddress, symbol.count - 1 < Self.longest, symbol.count > 0 else {
            return try intern(symbol, in: &table, product: product(), makeEntry: makeEntry)
        }
        let key = Self.words(of: start, count: symbol.count)
        let hash = (key.head ^ key.middle &* 31 ^ key.tail &* 17) &* 0x9E37_79B9_7F4A_7C15
        let place = Int(truncatingIfNeeded: hash &>> UInt64(64 - Self.slotBits))
        let slot = slots[place]
        if slot.head == key.head, slot.tail == key.tail, slot.middle == key.middle, slot.count == key.count,
            Int(highestIndex) < table.count
        {
            return SymbolID(index: slot.index)
        }
        let id = try intern(symbol, in: &table, product: product(), makeEntry: makeEntry)
        if Int(highestIndex) >= table.count { self = SymbolMemo(venue: venue) }
        highestIndex = max(highestIndex, id.index)
        slots[place] = Slot(head: key.head, middle: key.middle, tail: key.tail, count: key.count, index: id.index)
        return id
    }

    @inlinable @inline(__always)
    static func words(of start: UnsafePointer<UInt8>, count: Int) -> Slot {
        let raw = UnsafeRawPointer(start)
        var head = raw.loadUnaligned(as: UInt64.self)
        guard count >= 8 else {
            head &= (1 &<< (UInt64(truncatingIfNeeded: count) &* 8)) &- 1
            return Slot(head: head, count: Int32(truncatingIfNeeded: count))
        }
        return Slot(
            head: head, middle: count > 16 ? raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) : 0,
            tail: raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self),
            count: Int32(truncatingIfNeeded: count))
    }

    @usableFromInline @inline(never)
    func intern(
        _ symbol: UnsafeBufferPointer<UInt8>, in table: inout SymbolTable, product: Product,
        makeEntry: (String) -> SymbolEntry
    ) throws(DecodeError) -> SymbolID {
        // No venue has symbols longer than 64 bytes; they would only fill the table.
        guard symbol.count > 0, symbol.count <= 64 else {
            throw .unknownSymbol(String(decoding: symbol.prefix(64), as: UTF8.self))
        }
        guard let id = table.intern(symbol, product: product, venue: venue, makeEntry: makeEntry) else {
            throw .tooManySymbols
        }
        return id
    }
}
