import Documents
import Parquet

/// Maps the fields of one document type to columns. A type always passes the same fields in the same order, so the column of
/// the n-th field is known in advance.
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
