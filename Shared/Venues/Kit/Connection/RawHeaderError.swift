/// A raw record's header lacks a field, or holds there what it cannot.
public struct RawHeaderError: Error, Sendable, Hashable {
    /// The field's name.
    public let field: String

    /// Names a field.
    public init(field: String) { self.field = field }
}
