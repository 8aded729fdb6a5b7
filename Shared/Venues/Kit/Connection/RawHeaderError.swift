/// A field in the header of a raw record is missing or invalid.
public struct RawHeaderError: Error, Sendable, Hashable {
    /// The field's name.
    public let field: String

    /// `field` is the name of the missing or invalid field.
    public init(field: String) { self.field = field }
}
