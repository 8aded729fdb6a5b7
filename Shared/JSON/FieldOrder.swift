/// The field names of an object as cases of an enumeration, which a `FieldOrder` stores for each name.
public protocol JSONField: BitwiseCopyable, Sendable {
    /// The field of a name; one case represents all ignored names.
    init(named key: JSONKey)
}

/// Remembers which field of an object followed which one the last time. Venues write the fields of a message in one order, so
/// the next name is compared with the expected one in one step. Otherwise its end would have to be found, and the name compared
/// with all names.
///
/// The expectation never affects the result: unexpected bytes take the general path for JSON, and are remembered. Each name has
/// a place, found by its bytes, and stores the place of its successor. So messages with missing or additional fields cost one
/// wrong guess at each difference.
public struct FieldOrder<Field: JSONField>: @unchecked Sendable {
    /// The number of places for names; the largest messages have about forty names.
    @usableFromInline static var places: Int { 64 }
    /// The number of places checked for a name. If all are taken, the first is reused, which only costs time.
    @usableFromInline static var probes: Int { 8 }

    /// The names, on the heap, because a decoder that contained them would be copied in many calls.
    @usableFromInline var slots: UnsafeMutablePointer<FieldSlot<Field>>
    private var owner: Owner
    /// The place of the first name.
    @usableFromInline var first: UInt8 = 0

    /// Frees the names. If two values share them, the next one to read takes a copy.
    private final class Owner {
        let slots: UnsafeMutablePointer<FieldSlot<Field>>
        init(_ slots: UnsafeMutablePointer<FieldSlot<Field>>) { self.slots = slots }
        deinit { slots.deallocate() }
    }

    /// The memory is empty at first. `blank` fills the unused places and is never returned.
    public init(blank: Field) {
        slots = .allocate(capacity: Self.places)
        slots.initialize(repeating: FieldSlot(field: blank), count: Self.places)
        owner = Owner(slots)
    }

    /// Makes sure that no copy of this value writes to the same memory.
    @usableFromInline
    mutating func own() {
        if !isKnownUniquelyReferenced(&owner) { copy() }
    }

    @inline(never)
    private mutating func copy() {
        let copied = UnsafeMutablePointer<FieldSlot<Field>>.allocate(capacity: Self.places)
        copied.initialize(from: slots, count: Self.places)
        slots = copied
        owner = Owner(copied)
    }

    /// The place of a name; a new name gets one. `length` includes quotes and colon.
    @inlinable
    func place(of key: JSONKey, length: Int, field: Field) -> UInt8 {
        let start = key.start - 1
        let hash = (key.head ^ key.tail &* 31 ^ UInt64(truncatingIfNeeded: key.count)) &* 0x9E37_79B9_7F4A_7C15
        let home = Int(truncatingIfNeeded: hash &>> 58)
        var chosen = home
        for probe in 0..<Self.probes {
            let place = (home &+ probe) & (Self.places &- 1)
            if slots[place].matches(start) { return UInt8(truncatingIfNeeded: place) }
            if slots[place].length == 0 {
                chosen = place
                break
            }
        }
        slots[chosen] = FieldSlot(field: field, at: start, length: length)
        return UInt8(truncatingIfNeeded: chosen)
    }
}

/// One name: its bytes from the opening quote to the colon, and its successor.
@usableFromInline
struct FieldSlot<Field: JSONField>: BitwiseCopyable, Sendable {
    /// The maximum number of bytes of a name with its quotes and colon.
    @usableFromInline static var longest: Int { 32 }

    @usableFromInline var pattern: SIMD4<UInt64>
    /// Has ones at the bytes of `pattern` that are compared.
    @usableFromInline var mask: SIMD4<UInt64>
    /// The number of bytes of the pattern.
    @usableFromInline var length: UInt8
    /// The place of the next name.
    @usableFromInline var next: UInt8
    @usableFromInline var field: Field

    /// A place without a name: its bytes do not occur in JSON.
    @inlinable
    init(field: Field) {
        pattern = SIMD4(repeating: .max)
        mask = SIMD4(repeating: .max)
        length = 0
        next = 0
        self.field = field
    }

    /// The name with its opening quote at `start`, `length` bytes long with its quotes and colon.
    @inlinable
    init(field: Field, at start: UnsafePointer<UInt8>, length: Int) {
        var mask = SIMD4<UInt64>.zero
        for word in 0..<4 {
            let bytes = min(max(length &- word &* 8, 0), 8)
            mask[word] = bytes == 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: bytes &* 8)) &- 1
        }
        pattern = UnsafeRawPointer(start).loadUnaligned(as: SIMD4<UInt64>.self) & mask
        self.mask = mask
        self.length = UInt8(truncatingIfNeeded: length)
        next = 0
        self.field = field
    }

    /// Whether this name is at `start`, where 32 bytes must be readable.
    @inlinable @inline(__always)
    func matches(_ start: UnsafePointer<UInt8>) -> Bool {
        let difference = (UnsafeRawPointer(start).loadUnaligned(as: SIMD4<UInt64>.self) ^ pattern) & mask
        return difference[0] | difference[1] | difference[2] | difference[3] == 0
    }
}
