/// Reads a command line; a value without I/O.
struct CommandParser {
    /// What a command line asks for.
    enum Request {
        case help(String)
        case version
        case run(Command, ParsedCommand)
    }

    /// The commands from the outermost to the one that was reached, also after an error.
    private(set) var path: [Command]

    init(_ root: Command) { path = [root] }

    /// Options of the whole path: `tapedeck --config x up` and `tapedeck up --config x` are the same.
    private var options: [CommandOption] { path.flatMap(\.options) }
    private var command: Command { path[path.count - 1] }

    mutating func parse(_ arguments: [String]) throws(UsageError) -> Request {
        // What is given before a subcommand's name is kept until the command is known.
        var given: [(option: CommandOption, value: String)] = []
        var positional: [String] = []
        var rest = arguments[...]
        var optionsAreOver = false
        var wantsHelp = false
        while let word = rest.popFirst() {
            if !optionsAreOver, word == "--" {
                optionsAreOver = true
            } else if !optionsAreOver, word == "--help" || word == "-h" {
                wantsHelp = true
            } else if !optionsAreOver, word == "--version", !options.contains(where: { $0.name == "version" }) {
                return .version
            } else if !optionsAreOver, word.hasPrefix("-"), word.count > 1 {
                given.append(try option(word, &rest))
            } else if !optionsAreOver, word == "help", !command.subcommands.isEmpty {
                wantsHelp = true
            } else if !command.subcommands.isEmpty {
                path.append(try subcommand(word))
            } else {
                positional.append(word)
            }
        }
        if wantsHelp { return .help(CommandHelp(path: path).text) }
        guard command.subcommands.isEmpty else {
            throw UsageError("missing subcommand: one of \(command.subcommands.map(\.name).joined(separator: ", "))")
        }
        var parsed = ParsedCommand(options: options, arguments: command.arguments)
        for (option, value) in given { try parsed.take(value, for: option) }
        for word in positional { try parsed.take(word) }
        try parsed.checkNothingIsMissing()
        return .run(command, parsed)
    }

    private func option(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> (option: CommandOption, value: String) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = options.first(where: { $0.isSpelled(parts[0]) }) else {
            let names = options.map { "--\($0.name)" } + ["--help"]
            let nearest = NearestName.of(parts[0], among: names).map { "; did you mean '\($0)'?" }
            throw UsageError("unknown option '\(parts[0])'\(nearest ?? "")")
        }
        if option.placeholder == nil {
            guard parts.count == 1 else { throw UsageError("'\(parts[0])' takes no value") }
            return (option, "")
        }
        if parts.count == 2 { return (option, parts[1]) }
        guard let value = rest.first, !value.hasPrefix("--") else {
            throw UsageError("missing value for '\(option.spelling)'")
        }
        rest.removeFirst()
        return (option, value)
    }

    private func subcommand(_ word: String) throws(UsageError) -> Command {
        if let found = command.subcommands.first(where: { $0.name == word }) { return found }
        let nearest = NearestName.of(word, among: command.subcommands.map(\.name)).map { "; did you mean '\($0)'?" }
        throw UsageError("unknown subcommand '\(word)'\(nearest ?? "")")
    }
}
