import CArrow
public import MarketData

/// A column of moments: nanoseconds since 1970, UTC.
public final class TimestampColumn: ParquetColumn {
    private var values = Buffer<Timestamp>(minimumCapacity: 64)

    /// Makes an empty column.
    public init(_ name: String, isNullable: Bool = false) { super.init(name, .timestamp, isNullable: isNullable) }

    /// Appends a value.
    public func append(_ value: Timestamp) {
        values.append(value)
        noteValue()
    }

    /// Appends a value or null.
    public func append(_ value: Timestamp?) {
        if let value { append(value) } else { appendNull() }
    }

    /// Appends "no value".
    override public func appendNull() {
        values.append(Timestamp(nanoseconds: 0))
        super.appendNull()
    }

    /// Forgets the values and keeps the memory.
    override public func removeAll() {
        values.removeAll()
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.type = TAPEDECK_ARROW_TIMESTAMP
        column.setValues(values.unsafeSlice(0..<values.count))
        return column
    }
}
