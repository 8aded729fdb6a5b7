/// One key of the configuration as data, for `tapedeck config` and the documentation.
///
/// Keys are not written down twice: reading a section records them (see `SectionConfig.keys`).
public struct ConfigurationKey: Sendable, Hashable {
    /// What a key's value is.
    public enum Kind: String, Sendable {
        /// Text.
        case string
        /// A whole number.
        case integer
        /// A number with or without a fraction.
        case number
        /// `true` or `false`.
        case bool
        /// A list of texts.
        case list
        /// Names of the user's choice with a text each.
        case map
    }

    /// The whole path, such as `dedup.hold_milliseconds`; `[]` stands for a list's elements.
    public var path: String
    /// What the value is.
    public var kind: Kind
    /// The default as it would stand in the file; nil for a key that must be there.
    public var defaultText: String?
    /// What is allowed, in words.
    public var allowed: String
    /// What it does, one sentence.
    public var description: String
    /// The environment variable that overrides it; nil inside lists, whose elements have no name.
    public var environmentName: String?
}
