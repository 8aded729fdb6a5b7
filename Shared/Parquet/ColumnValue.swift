public import MarketData

/// A value with Arrow's memory layout, so that a column of them is never copied.
public protocol ColumnValue: BitwiseCopyable {
    /// The type of a column of these values.
    static var columnType: ParquetType { get }
    /// The stored value of a row without a value.
    static var filler: Self { get }
}

extension Int32: ColumnValue {
    /// See `ColumnValue`.
    public static var columnType: ParquetType { .int32 }
    /// See `ColumnValue`.
    public static var filler: Int32 { 0 }
}

extension Int64: ColumnValue {
    /// See `ColumnValue`.
    public static var columnType: ParquetType { .int64 }
    /// See `ColumnValue`.
    public static var filler: Int64 { 0 }
}

extension Timestamp: ColumnValue {
    /// Nanoseconds since 1970, UTC.
    public static var columnType: ParquetType { .timestamp }
    /// See `ColumnValue`.
    public static var filler: Timestamp { Timestamp(nanoseconds: 0) }
}

/// `Decimal`'s Int128 in units of 10⁻¹⁸ is Arrow's decimal128 on a little-endian machine: nothing is converted.
extension Decimal: ColumnValue {
    /// DECIMAL(38,18).
    public static var columnType: ParquetType { .decimal }
    /// See `ColumnValue`.
    public static var filler: Decimal { .zero }

    /// The largest magnitude that a column holds, 38 digits: 10²⁰ less one unit. `Decimal` itself goes up to 1.7·10²⁰.
    public static let columnMaximum = Decimal(units: 99_999_999_999_999_999_999_999_999_999_999_999_999)

    /// Whether a column holds it: it has no more than 38 digits. One that has more must not be appended, readers would see
    /// garbage.
    public var fitsColumn: Bool { units.magnitude <= Self.columnMaximum.units.magnitude }
}
