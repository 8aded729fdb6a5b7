import Documents
import Parquet

/// Where the fields of one type of document go: a type always hands the same fields over in the same order, so the n-th
/// goes to a column that is known beforehand.
struct ArchiveForm {
    let type: DocumentType
    /// The columns in the order of the fields.
    let columns: [FieldColumn]
    /// The table's columns for which the type has no field.
    let missing: [ParquetColumn]

    /// - Parameter table: the table's columns.
    init(of list: DocumentFieldList, in table: [FieldColumn]) {
        type = list.type
        columns = list.fields.compactMap { field in table.first { $0.column.field.name == field.name } }
        missing = table.map(\.column).filter { column in !list.fields.contains { $0.name == column.field.name } }
    }
}
