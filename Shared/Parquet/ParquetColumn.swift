import CArrow
import MarketData

/// A column being filled: values or nulls, appended to memory with Arrow's layout.
///
/// Its subclasses define the values of a column (``ValueColumn``, ``TextColumn``, …). `removeAll` keeps the memory, so a column
/// that is used for file after file stops allocating. One thread at a time.
public class ParquetColumn {
    /// Name, type, and whether a row may have no value.
    public let field: ParquetField
    /// The number of values, including nulls.
    public final private(set) var count = 0
    /// The number of nulls.
    public final private(set) var nullCount = 0

    private var validity = BitBuffer()
    private let cName: UnsafeMutablePointer<CChar>

    init(_ name: String, _ type: ParquetType, isNullable: Bool) {
        field = ParquetField(name: name, type: type, isNullable: isNullable)
        let bytes = name.utf8CString
        cName = .allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { (cName + index).initialize(to: byte) }
    }

    deinit { cName.deallocate() }

    /// Appends "no value". The column must be nullable.
    public func appendNull() {
        precondition(field.isNullable, "this column is never null")
        noteNull()
    }

    /// Removes all values and keeps the memory.
    public func removeAll() {
        count = 0
        nullCount = 0
        validity.removeAll()
    }

    /// Counts a value that the subclass has stored.
    @usableFromInline
    final func noteValue() {
        if field.isNullable { validity.append(true) }
        count &+= 1
    }

    /// Counts a null; the subclass stores whatever keeps its values in step.
    private func noteNull() {
        validity.append(false)
        nullCount &+= 1
        count &+= 1
    }

    /// The column as C sees it, borrowed until the column changes or goes.
    func describe() -> tapedeck_arrow_column {
        var column = tapedeck_arrow_column()
        column.name = UnsafePointer(cName)
        column.type = field.type.arrow
        column.nullable = field.isNullable
        column.length = Int64(count)
        column.null_count = Int64(nullCount)
        if nullCount > 0 {
            let bits = validity.raw
            column.validity = bits.baseAddress
            column.validity_bytes = bits.count
        }
        return column
    }
}
