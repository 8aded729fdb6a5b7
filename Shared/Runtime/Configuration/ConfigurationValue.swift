/// An effective value and its origin, as shown by `tapedeck config check`.
public struct ConfigurationValue: Sendable, Hashable {
    /// The whole path, such as `dedup.hold_milliseconds` or `venues[0].name`.
    public var path: String
    /// The value as it would stand in the file.
    public var text: String
    /// Where it was found; nil if it is the default.
    public var place: ConfigurationPlace?

    /// `place` is nil for a default.
    public init(path: String, text: String, place: ConfigurationPlace?) {
        self.path = path
        self.text = text
        self.place = place
    }
}
