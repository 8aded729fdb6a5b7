import CArrow
public import MarketData

/// A column of exact decimal numbers, DECIMAL(38,18).
///
/// `Decimal`'s Int128 in units of 10⁻¹⁸ is Arrow's decimal128 on a little-endian machine: nothing is converted.
public final class DecimalColumn: ParquetColumn {
    /// The largest magnitude that 38 digits hold: 10²⁰ less one unit. `Decimal` itself goes up to 1.7·10²⁰.
    public static let maximum = Decimal(units: 99_999_999_999_999_999_999_999_999_999_999_999_999)

    private var values = Buffer<Decimal>(minimumCapacity: 64)

    /// Makes an empty column.
    public init(_ name: String, isNullable: Bool = false) { super.init(name, .decimal, isNullable: isNullable) }

    /// Whether `value` has no more than 38 digits. One that has more must not be appended: readers would see garbage.
    public static func fits(_ value: Decimal) -> Bool { value.units.magnitude <= maximum.units.magnitude }

    /// Appends a value.
    public func append(_ value: Decimal) {
        values.append(value)
        noteValue()
    }

    /// Appends a value or null.
    public func append(_ value: Decimal?) {
        if let value { append(value) } else { appendNull() }
    }

    /// Appends "no value".
    override public func appendNull() {
        values.append(.zero)
        super.appendNull()
    }

    /// Forgets the values and keeps the memory.
    override public func removeAll() {
        values.removeAll()
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.type = TAPEDECK_ARROW_DECIMAL
        column.setValues(values.unsafeSlice(0..<values.count))
        return column
    }
}
