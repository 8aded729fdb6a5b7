/// A header's name and value.
public struct HTTPHeader: Sendable, Hashable {
    /// The name; upper and lower case mean the same.
    public var name: String
    /// The value.
    public var value: String

    /// Neither part may contain line breaks.
    public init(_ name: String, _ value: String) {
        precondition(!(name + value).utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 }, "a header is one line")
        self.name = name
        self.value = value
    }
}
