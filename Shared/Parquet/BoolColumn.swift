import CArrow
import MarketData

/// A column of truth values, one bit each.
public final class BoolColumn: ParquetColumn {
    private var values = BitBuffer()

    /// Nulls can only be appended if `isNullable`.
    public init(_ name: String, isNullable: Bool = false) { super.init(name, .bool, isNullable: isNullable) }

    /// Appends a value.
    public func append(_ value: Bool) {
        values.append(value)
        noteValue()
    }

    /// Appends a value or null.
    public func append(_ value: Bool?) {
        if let value { append(value) } else { appendNull() }
    }

    /// Appends "no value".
    override public func appendNull() {
        values.append(false)
        super.appendNull()
    }

    /// Removes all values and keeps the memory.
    override public func removeAll() {
        values.removeAll()
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        let bits = values.raw
        column.values = bits.baseAddress
        column.values_bytes = bits.count
        return column
    }
}
