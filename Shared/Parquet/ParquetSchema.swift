/// The columns of a file, in order: what a test pins and what documentation prints.
public struct ParquetSchema: Sendable, Hashable {
    /// The columns.
    public let fields: [ParquetField]

    /// Describes the columns of a file.
    public init(fields: [ParquetField]) { self.fields = fields }

    /// The schema that `ParquetFile.write` gives a file of these columns.
    public init(of columns: [ParquetColumn]) { fields = columns.map(\.field) }
}

extension ParquetSchema: CustomStringConvertible {
    /// One column a line.
    public var description: String { fields.map(\.description).joined(separator: "\n") }
}
