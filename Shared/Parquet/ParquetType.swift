import CArrow

/// What a column holds, as Parquet's readers name it.
public indirect enum ParquetType: Sendable, Hashable {
    /// A 32-bit signed integer.
    case int32
    /// A 64-bit signed integer.
    case int64
    /// True or false.
    case bool
    /// Text.
    case utf8
    /// A moment in UTC: nanoseconds since 1970. The file does not mark it as adjusted to UTC, as DuckDB 1 cuts such
    /// moments to microseconds.
    case timestamp
    /// An exact decimal number, DECIMAL(38,18), as `Decimal` holds it.
    case decimal
    /// A list of groups of fields.
    case list([ParquetField])
}

extension ParquetType: CustomStringConvertible {
    /// In the words of SQL.
    public var description: String {
        switch self {
        case .int32: "integer"
        case .int64: "bigint"
        case .bool: "boolean"
        case .utf8: "varchar"
        case .timestamp: "timestamp(9) with time zone"
        case .decimal: "decimal(38,18)"
        case .list(let fields): "array(row(\(fields.map { "\($0.name) \($0.type)" }.joined(separator: ", "))))"
        }
    }
}

extension ParquetType {
    /// As C names it.
    var arrow: tapedeck_arrow_type {
        switch self {
        case .int32: TAPEDECK_ARROW_INT32
        case .int64: TAPEDECK_ARROW_INT64
        case .bool: TAPEDECK_ARROW_BOOL
        case .utf8: TAPEDECK_ARROW_UTF8
        case .timestamp: TAPEDECK_ARROW_TIMESTAMP
        case .decimal: TAPEDECK_ARROW_DECIMAL
        case .list: TAPEDECK_ARROW_LIST
        }
    }
}
