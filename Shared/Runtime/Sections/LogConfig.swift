/// The section `log`: what goes to stderr, and how.
public struct LogConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "log"

    /// Lines below this level are not written.
    public var level: Logger.Level
    /// How a line looks.
    public var format: LogFormat

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        level = try section.choice("level", default: .info, "Lines below this level are not written.")
        format = try section.choice("format", default: .text, "How a line looks: for people, or one JSON object.")
    }
}
