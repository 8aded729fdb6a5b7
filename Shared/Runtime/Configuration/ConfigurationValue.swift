/// A value that is in force, and where it comes from: what `tapedeck config check` shows.
public struct ConfigurationValue: Sendable, Hashable {
    /// The whole path, such as `dedup.hold_milliseconds` or `venues[0].name`.
    public var path: String
    /// The value as it would stand in the file.
    public var text: String
    /// Where it was found; nil when it is the default.
    public var place: ConfigurationPlace?

    /// Makes a value.
    public init(path: String, text: String, place: ConfigurationPlace?) {
        self.path = path
        self.text = text
        self.place = place
    }
}
