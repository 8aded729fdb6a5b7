/// The progress in an object whose fields are expected in an order.
public struct OrderedScope: BitwiseCopyable {
    @usableFromInline var scope = JSONScope()
    /// The place of the next expected field.
    @usableFromInline var expected: UInt8
    /// The place of the previous field; nil before the first.
    @usableFromInline var previous: UInt8?

    @inlinable
    init(expected: UInt8) { self.expected = expected }

    /// Continues an object of which some fields have been read; `order` has the others.
    @inlinable
    public init<Field>(continuing scope: JSONScope, in order: inout FieldOrder<Field>) {
        order.own()
        self.scope = scope
        expected = order.first
    }
}

extension JSONCursor {
    /// Enters an object whose fields are expected in `order`. Follow with `nextField(_:in:)` until it returns nil.
    @inlinable @inline(__always)
    public mutating func beginObject<Field>(
        in order: inout FieldOrder<Field>
    ) throws(DecodeError) -> OrderedScope {
        _ = try beginObject()
        order.own()
        return OrderedScope(expected: order.first)
    }

    /// The next field, with the cursor before its value; nil at the object's end, which is consumed.
    @inlinable @inline(__always)
    public mutating func nextField<Field>(
        _ scope: inout OrderedScope, in order: inout FieldOrder<Field>
    ) throws(DecodeError) -> Field? {
        let place = Int(scope.expected)
        // Quote and colon are at the expected places, and the colon is not padding, so the name is inside the frame.
        let name = scope.scope.isFirst ? position : position + 1
        if scope.scope.isFirst || position.pointee == UInt8(ascii: ","), order.slots[place].matches(name) {
            position = name + Int(order.slots[place].length)
            scope.scope.isFirst = false
            scope.previous = scope.expected
            scope.expected = order.slots[place].next
            return order.slots[place].field
        }
        if position.pointee == UInt8(ascii: "}") {
            position += 1
            return nil
        }
        return try nextUnexpectedField(&scope, in: &order)
    }

    /// Reads a field's name in any JSON form, and remembers it.
    @inlinable @inline(never)
    mutating func nextUnexpectedField<Field>(
        _ scope: inout OrderedScope, in order: inout FieldOrder<Field>
    ) throws(DecodeError) -> Field? {
        guard let key = try nextLongKey(&scope.scope) else { return nil }
        let field = Field(named: key)
        let length = position - key.start + 1
        // With white space before the colon, the end of the name varies; a name that is too long cannot be stored.
        guard length == key.count &+ 3, length <= FieldSlot<Field>.longest else { return field }
        let place = order.place(of: key, length: length, field: field)
        if let previous = scope.previous {
            order.slots[Int(previous)].next = place
        } else {
            order.first = place
        }
        scope.previous = place
        scope.expected = order.slots[Int(place)].next
        return field
    }
}
