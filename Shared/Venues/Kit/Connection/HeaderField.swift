/// A header of a request to a venue.
public struct HeaderField: Sendable, Hashable {
    /// The name, such as `X-Gate-Size-Decimal`.
    public var name: String
    /// The value; one line.
    public var value: String

    /// `value` must not contain line breaks.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
