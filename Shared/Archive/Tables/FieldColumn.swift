import Documents
import MarketData
import Parquet

/// The column of a field.
enum FieldColumn {
    case decimal(ValueColumn<Decimal>)
    case integer(ValueColumn<Int64>)
    case smallInteger(ValueColumn<Int32>)
    case time(ValueColumn<Timestamp>)
    case text(TextColumn)
    case levels(LevelsColumn)
    case orders(RestingOrdersColumn)

    /// The empty column of a field.
    init(_ field: DocumentField) {
        let name = field.name
        let isNullable = field.isOptional
        self =
            switch field.form {
            case .decimal: .decimal(ValueColumn<Decimal>(name, isNullable: isNullable))
            case .integer: .integer(ValueColumn<Int64>(name, isNullable: isNullable))
            case .smallInteger: .smallInteger(ValueColumn<Int32>(name, isNullable: isNullable, dictionary: true))
            case .time: .time(ValueColumn<Timestamp>(name, isNullable: isNullable))
            case .name, .word: .text(TextColumn(name, isNullable: isNullable, dictionary: true))
            case .text: .text(TextColumn(name, isNullable: isNullable))
            case .levels: .levels(LevelsColumn(name, isNullable: isNullable))
            case .orders: .orders(RestingOrdersColumn(name, isNullable: isNullable))
            }
    }

    /// The column itself.
    var column: ParquetColumn {
        switch self {
        case .decimal(let column): column
        case .integer(let column): column
        case .smallInteger(let column): column
        case .time(let column): column
        case .text(let column): column
        case .levels(let levels): levels.column
        case .orders(let orders): orders.column
        }
    }
}
