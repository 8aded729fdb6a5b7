/// A column's place in a schema.
public struct ParquetField: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What it holds.
    public let type: ParquetType
    /// Whether a row may have no value.
    public let isNullable: Bool

    /// Describes a column.
    public init(name: String, type: ParquetType, isNullable: Bool) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }
}

extension ParquetField: CustomStringConvertible {
    /// `<name> <type>`, and `not null` where a row must have a value.
    public var description: String { "\(name) \(type)\(isNullable ? "" : " not null")" }
}
