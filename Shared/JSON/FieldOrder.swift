/// The field names of an object as cases of an enumeration, which a `FieldOrder` stores for each name.
public protocol JSONField: BitwiseCopyable, Sendable {
    /// The field of a name; one case represents all ignored names.
    init(named key: JSONKey)
}

/// Which field of an object followed which, the last time: venues write the fields of a message in one order, so the next
/// name is compared with the one expected, in one go, instead of being searched for its end and then among all names.
///
/// A guess never decides what is read: bytes that are not those expected take the path of any JSON, and are remembered.
/// Each name has a place, found by its bytes, and knows the place of its successor, so messages that leave fields out or
/// have more of them cost one wrong guess at each parting of ways.
public struct FieldOrder<Field: JSONField>: @unchecked Sendable {
    /// Places for names; the largest messages have about forty.
    @usableFromInline static var places: Int { 64 }
    /// The number of places checked for a name. If all are taken, the first is reused, which only costs time.
    @usableFromInline static var probes: Int { 8 }

    /// The names, on the heap, because a decoder that contained them would be copied in many calls.
    @usableFromInline var slots: UnsafeMutablePointer<FieldSlot<Field>>
    private var owner: Owner
    /// The place of the first name.
    @usableFromInline var first: UInt8 = 0

    /// Frees the names; of two values that share it, the one that reads next takes a copy.
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

    /// Makes sure that no copy of this value writes into the same memory.
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

    /// The place of a name, which is given one when it is new; `length` counts quotes and colon.
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

/// One name: its bytes from the opening quote to the colon, and what came after it.
@usableFromInline
struct FieldSlot<Field: JSONField>: BitwiseCopyable, Sendable {
    /// Bytes that a name may have with its quotes and colon.
    @usableFromInline static var longest: Int { 32 }

    @usableFromInline var pattern: SIMD4<UInt64>
    /// Ones where `pattern` counts.
    @usableFromInline var mask: SIMD4<UInt64>
    /// Bytes of the pattern.
    @usableFromInline var length: UInt8
    /// The place of the name that came next.
    @usableFromInline var next: UInt8
    @usableFromInline var field: Field

    /// A place without a name: no JSON holds the bytes that it waits for.
    @inlinable
    init(field: Field) {
        pattern = SIMD4(repeating: .max)
        mask = SIMD4(repeating: .max)
        length = 0
        next = 0
        self.field = field
    }

    /// The name whose opening quote is at `start`, `length` bytes with its quotes and colon.
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

    /// Whether this name stands at `start`; 32 bytes can be read there.
    @inlinable @inline(__always)
    func matches(_ start: UnsafePointer<UInt8>) -> Bool {
        let difference = (UnsafeRawPointer(start).loadUnaligned(as: SIMD4<UInt64>.self) ^ pattern) & mask
        return difference[0] | difference[1] | difference[2] | difference[3] == 0
    }
}
