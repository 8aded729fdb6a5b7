/// An option of a command: `--name VALUE`, or a flag `--name`.
public struct CommandOption: Sendable {
    /// The name without dashes.
    public let name: String
    /// A letter that may be typed instead: `-n`.
    public let short: Character?
    /// What stands for the value in the help; nil for a flag.
    public let placeholder: String?
    /// The value when the option is not given.
    public let defaultValue: String?
    /// Whether the option may come several times.
    public let isRepeating: Bool
    /// One sentence.
    public let help: String

    /// `--name VALUE`, or `-n VALUE` with a `short`; with `isRepeating` it may come several times.
    public static func value(
        _ name: String, short: Character? = nil, _ placeholder: String, default defaultValue: String? = nil,
        isRepeating: Bool = false, _ help: String
    ) -> CommandOption {
        CommandOption(
            name: name, short: short, placeholder: placeholder, defaultValue: defaultValue, isRepeating: isRepeating,
            help: help)
    }

    /// `--name`.
    public static func flag(_ name: String, _ help: String) -> CommandOption {
        CommandOption(name: name, short: nil, placeholder: nil, defaultValue: nil, isRepeating: false, help: help)
    }

    /// `--name VALUE` as a usage line writes it.
    var spelling: String { "--\(name)" + (placeholder.map { " \($0)" } ?? "") }

    /// `-n, --name VALUE` as the list of options writes it.
    var longSpelling: String { (short.map { "-\($0), " } ?? "") + spelling }

    /// Whether this is what was typed before an `=`.
    func isSpelled(_ word: String) -> Bool { word == "--\(name)" || short.map { word == "-\($0)" } ?? false }
}
