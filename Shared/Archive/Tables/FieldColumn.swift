import Documents
import Parquet

/// The column of a field.
enum FieldColumn {
    case decimal(DecimalColumn)
    case integer(IntegerColumn)
    case smallInteger(SmallIntegerColumn)
    case time(TimestampColumn)
    case text(TextColumn)
    case levels(LevelsColumn)
    case orders(RestingOrdersColumn)

    /// The empty column of a field.
    init(_ field: DocumentField) {
        let name = field.name
        let isNullable = field.isOptional
        self =
            switch field.form {
            case .decimal: .decimal(DecimalColumn(name, isNullable: isNullable))
            case .integer: .integer(IntegerColumn(name, isNullable: isNullable))
            case .smallInteger: .smallInteger(SmallIntegerColumn(name, isNullable: isNullable, dictionary: true))
            case .time: .time(TimestampColumn(name, isNullable: isNullable))
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
