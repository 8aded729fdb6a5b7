import CArrow
import MarketData

/// A column of 32-bit integers.
public final class SmallIntegerColumn: ParquetColumn {
    private var values = Buffer<Int32>(minimumCapacity: 64)
    private let usesDictionary: Bool

    /// Makes an empty column; `dictionary` stores values that repeat once.
    public init(_ name: String, isNullable: Bool = false, dictionary: Bool = false) {
        usesDictionary = dictionary
        super.init(name, .int32, isNullable: isNullable)
    }

    /// Appends a value.
    public func append(_ value: Int32) {
        values.append(value)
        noteValue()
    }

    /// Appends a value or null.
    public func append(_ value: Int32?) {
        if let value { append(value) } else { appendNull() }
    }

    /// Appends "no value".
    override public func appendNull() {
        values.append(0)
        super.appendNull()
    }

    /// Forgets the values and keeps the memory.
    override public func removeAll() {
        values.removeAll()
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.type = TAPEDECK_ARROW_INT32
        column.dictionary = usesDictionary
        column.setValues(values.unsafeSlice(0..<values.count))
        return column
    }
}
