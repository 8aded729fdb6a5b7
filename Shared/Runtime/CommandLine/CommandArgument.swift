/// A positional argument of a command.
public struct CommandArgument: Sendable {
    /// The name in the help, in capitals.
    public let name: String
    /// Whether it may be omitted; then all following arguments may be omitted too.
    public let isOptional: Bool
    /// Whether it takes all remaining values; only allowed for the last argument.
    public let isRepeating: Bool
    /// One sentence.
    public let help: String

    /// Only the last argument may be repeating.
    public init(_ name: String, isOptional: Bool = false, isRepeating: Bool = false, _ help: String) {
        self.name = name
        self.isOptional = isOptional
        self.isRepeating = isRepeating
        self.help = help
    }

    /// The argument in a usage line.
    var spelling: String {
        let text = isRepeating ? "\(name)..." : name
        return isOptional ? "[\(text)]" : text
    }
}
