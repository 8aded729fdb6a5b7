/// An argument of a command that is known by its position.
public struct CommandArgument: Sendable {
    /// The name in the help, in capitals.
    public let name: String
    /// Whether it may be left out; what follows it may be left out too.
    public let isOptional: Bool
    /// Whether it takes all that is left; only the last one may.
    public let isRepeating: Bool
    /// One sentence.
    public let help: String

    /// Makes an argument.
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
