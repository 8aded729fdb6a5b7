public import JSON
public import MarketData

/// A document's fields: nothing is written where there is no value.
extension JSONWriter: FieldSink {
    /// Writes a document's beginning, up to the value of its version.
    @inlinable @inline(__always)
    public mutating func begin(_ type: DocumentType) {
        raw("{\"type\":\"")
        raw(type.name)
        raw("\",\"version\":")
    }

    /// Writes an exact number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Decimal) {
        key(name)
        decimal(value)
    }

    /// Writes an exact number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Decimal?) {
        guard let value else { return }
        field(name, value)
    }

    /// Writes a whole number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int64) {
        key(name)
        integer(value)
    }

    /// Writes a whole number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        field(name, value)
    }

    /// Writes a small whole number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int32) { field(name, Int64(value)) }

    /// Writes a small whole number.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int32?) {
        guard let value else { return }
        field(name, value)
    }

    /// Writes a moment as its nanoseconds.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Timestamp?) {
        guard let value else { return }
        field(name, value.nanoseconds)
    }

    /// Writes one of an enumeration's names.
    @inlinable @inline(__always)
    public mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value) {
        key(name)
        raw("\"")
        raw(value.documentName)
        raw("\"")
    }

    /// Writes one of an enumeration's names.
    @inlinable @inline(__always)
    public mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value?) {
        guard let value else { return }
        field(name, value)
    }

    /// Writes a text.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, word: TextRange, of batch: borrowing EventBatch) {
        field(name, text: word, of: batch)
    }

    /// Writes a text.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, text: TextRange, of batch: borrowing EventBatch) {
        guard !text.isEmpty else { return }
        key(name)
        string(batch.bytes(of: text))
    }

    /// Writes levels as `[["price","size"],…]`.
    @inlinable @inline(__always)
    public mutating func field(_ name: StaticString, levels: IndexRange, of batch: borrowing EventBatch) {
        key(name)
        write(batch.levels.unsafeSlice(levels.indices))
    }

    @usableFromInline
    mutating func write(_ levels: UnsafeBufferPointer<Level>) {
        raw("[")
        var isFirst = true
        for level in levels {
            if isFirst { raw("[") } else { raw(",[") }
            isFirst = false
            decimal(level.price)
            raw(",")
            decimal(level.size)
            raw("]")
        }
        raw("]")
    }

    /// Writes orders as `[["price","size","order_id"],…]`.
    public mutating func field(_ name: StaticString, orders: IndexRange, of batch: borrowing EventBatch) {
        key(name)
        raw("[")
        var isFirst = true
        for order in batch.restingOrders.unsafeSlice(orders.indices) {
            if isFirst { raw("[") } else { raw(",[") }
            isFirst = false
            decimal(order.price)
            raw(",")
            decimal(order.size)
            raw(",")
            string(batch.bytes(of: order.orderID))
            raw("]")
        }
        raw("]")
    }
}
