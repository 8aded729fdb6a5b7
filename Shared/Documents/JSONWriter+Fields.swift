import JSON
import MarketData

/// Optional fields: nothing is written where there is no value. A field's name comes with its comma and colon.
extension JSONWriter {
    @inline(__always)
    mutating func field(_ name: StaticString, _ value: Decimal?) {
        guard let value else { return }
        raw(name)
        decimal(value)
    }

    @inline(__always)
    mutating func field(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        raw(name)
        integer(value)
    }

    @inline(__always)
    mutating func field(_ name: StaticString, _ text: TextRange, of batch: borrowing EventBatch) {
        guard !text.isEmpty else { return }
        raw(name)
        string(batch.bytes(of: text))
    }

    @inline(__always)
    mutating func field(_ name: StaticString, _ value: (some DocumentName)?) {
        guard let value else { return }
        raw(name)
        raw("\"")
        raw(value.documentName)
        raw("\"")
    }

    /// Writes levels as `[["price","size"],…]`.
    mutating func levels(_ levels: UnsafeBufferPointer<Level>) {
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
}
