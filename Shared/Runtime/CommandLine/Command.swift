import Base
import Glibc

/// A command with options, arguments and subcommands; `--help` and `--version` are added automatically.
public struct Command: Sendable {
    /// The name as typed on the command line.
    public let name: String
    /// One sentence.
    public let abstract: String
    /// Further explanation; may be empty.
    public let discussion: String
    /// Options; subcommands accept them too.
    public let options: [CommandOption]
    /// Arguments by position.
    public let arguments: [CommandArgument]
    /// Subcommands; a command has these or `run`.
    public let subcommands: [Command]
    /// What it does.
    public let run: (@Sendable (ParsedCommand) throws -> Void)?

    /// A command that runs `run` and has no subcommands.
    public init(
        _ name: String, abstract: String, discussion: String = "", options: [CommandOption] = [],
        arguments: [CommandArgument] = [], run: @escaping @Sendable (ParsedCommand) throws -> Void
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.options = options
        self.arguments = arguments
        self.run = run
        subcommands = []
    }

    /// A command that only contains subcommands.
    public init(
        _ name: String, abstract: String, discussion: String = "", options: [CommandOption] = [],
        subcommands: [Command]
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.options = options
        self.subcommands = subcommands
        arguments = []
        run = nil
    }

    /// Parses the command line, runs the command and exits the process.
    ///
    /// Help and version go to stdout with status 0. The status is 64 for wrong usage, 78 for a wrong configuration and 70 for
    /// any other error, with a message on stderr.
    public func main(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
        exit(perform(arguments, output: 1, errors: 2).rawValue)
    }

    /// `main(_:)` without exiting the process.
    func perform(_ arguments: [String], output: Int32, errors: Int32) -> ExitCode {
        var parser = CommandParser(self)
        do {
            switch try parser.parse(arguments) {
            case .help(let text): DescriptorOutput.write(text, to: output)
            case .version: DescriptorOutput.write("\(Build.version)\n", to: output)
            case .run(let command, let parsed): try command.run?(parsed)
            }
            return .success
        } catch let error as UsageError {
            let help = CommandHelp(path: parser.path)
            let text = "Error: \(error)\nUsage: \(help.usage)\n  See '\(help.name) --help' for more information.\n"
            DescriptorOutput.write(text, to: errors)
            return .usage
        } catch {
            DescriptorOutput.write("Error: \(error)\n", to: errors)
            return ExitCode(error)
        }
    }
}
