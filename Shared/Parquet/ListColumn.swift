import CArrow
import MarketData

/// A column of lists whose elements are groups of fields, such as a book's levels of price and size.
///
/// The elements' values are appended to the field columns one by one; `endList` closes the row's list over the elements
/// appended since the last one.
public final class ListColumn: ParquetColumn {
    /// Bounds what the 32-bit offsets of one file can name.
    public static let maximumElements = Int(Int32.max)

    private let fields: [ParquetColumn]
    private var offsets = Buffer<Int32>(minimumCapacity: 64)
    // What describes the children to C: filled anew by each `describe`, freed with the column.
    private let children: UnsafeMutablePointer<tapedeck_arrow_column>
    private let element: UnsafeMutablePointer<tapedeck_arrow_column>
    private static let elementName = StaticString("element")

    /// The elements consist of `fields`, which the caller continues to fill.
    public init(_ name: String, of fields: [ParquetColumn], isNullable: Bool = false) {
        self.fields = fields
        children = .allocate(capacity: fields.count)
        children.initialize(repeating: tapedeck_arrow_column(), count: fields.count)
        element = .allocate(capacity: 1)
        element.initialize(to: tapedeck_arrow_column())
        super.init(name, .list(fields.map(\.field)), isNullable: isNullable)
        offsets.append(0)
    }

    deinit {
        children.deallocate()
        element.deallocate()
    }

    /// The number of elements; all fields must have the same number.
    private var elements: Int { fields.first?.count ?? 0 }

    /// Ends the row's list.
    public func endList() {
        precondition(elements <= Self.maximumElements, "a list column holds at most 2^31 - 1 elements")
        offsets.append(Int32(elements))
        noteValue()
    }

    /// Appends "no list", which is not the empty list.
    override public func appendNull() {
        offsets.append(Int32(elements))
        super.appendNull()
    }

    /// Forgets the values, the fields' too, and keeps the memory.
    override public func removeAll() {
        for field in fields { field.removeAll() }
        offsets.truncate(to: 1)
        super.removeAll()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.offsets = offsets.unsafeSlice(0..<offsets.count).baseAddress
        for (index, field) in fields.enumerated() {
            precondition(field.count == elements, "the fields of a list hold as many values as its elements")
            children[index] = field.describe()
        }
        element.pointee.name = UnsafeRawPointer(Self.elementName.utf8Start).assumingMemoryBound(to: CChar.self)
        element.pointee.type = TAPEDECK_ARROW_STRUCT
        element.pointee.length = Int64(elements)
        element.pointee.children = UnsafePointer(children)
        element.pointee.child_count = fields.count
        column.children = UnsafePointer(element)
        column.child_count = 1
        return column
    }
}
