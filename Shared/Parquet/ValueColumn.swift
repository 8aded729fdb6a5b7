import CArrow
public import MarketData

/// A column of values of one size: integers, timestamps, exact decimal numbers.
public final class ValueColumn<Value: ColumnValue>: ParquetColumn {
    @usableFromInline var values = Buffer<Value>(minimumCapacity: 64)
    private let usesDictionary: Bool

    /// With `dictionary`, repeated values are stored once.
    public init(_ name: String, isNullable: Bool = false, dictionary: Bool = false) {
        usesDictionary = dictionary
        super.init(name, Value.columnType, isNullable: isNullable)
    }

    /// Appends a value.
    @inlinable
    public func append(_ value: Value) {
        values.append(value)
        noteValue()
    }

    /// Appends a value or null.
    @inlinable
    public func append(_ value: Value?) {
        if let value { append(value) } else { appendNull() }
    }

    /// Appends "no value".
    override public func appendNull() {
        values.append(Value.filler)
        super.appendNull()
    }

    /// Removes all values and keeps the memory.
    override public func removeAll() {
        values.removeAll()
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.dictionary = usesDictionary
        column.setValues(values.unsafeSlice(0..<values.count))
        return column
    }
}
