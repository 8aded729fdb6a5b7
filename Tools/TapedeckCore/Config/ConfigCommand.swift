import Glibc
import Kafka
public import Runtime
import ToolKit

/// `tapedeck config`: the current configuration, and the available keys.
public enum ConfigCommand {
    /// The subcommand.
    public static var command: Command {
        Command(
            "config", abstract: "Checks and explains the configuration.", subcommands: [checkCommand, listCommand])
    }

    private static var checkCommand: Command {
        Command(
            "check", abstract: "Reads the whole configuration as all services would.",
            discussion: """
                When all is well it prints ok and every value in force with where it comes from: a line of the file, \
                an environment variable, or the default. Passwords are not shown. What cannot work is warned of.

                Otherwise it prints every mistake, one a line, as file:line:column with what is allowed there, and \
                ends with status 78.
                """,
            arguments: [
                CommandArgument(
                    "PATH", isOptional: true,
                    "The file; without it \(Configuration.defaultPath) where there is one, else the defaults.")
            ], run: check)
    }

    private static var listCommand: Command {
        Command(
            "list", abstract: "Lists every key with what it takes, its default and its environment variable.",
            discussion: """
                An environment variable beats the file, the file beats the default. In lists [] stands for each \
                element, and <name> for a name of your choice.
                """
        ) { _ in StandardOutput().write(lines: ConfigReport.lines(ConfigSections.keys)) }
    }

    @Sendable private static func check(_ options: ParsedCommand) throws {
        let configuration = try Configuration(checking: options.argument("PATH"))
        let mistakes = ConfigSections.mistakes(in: configuration)
        guard mistakes.isEmpty else {
            let errors = StandardOutput(descriptor: STDERR_FILENO)
            errors.write(lines: mistakes.map { "Error: \($0)" })
            exit(ExitCode.configuration.rawValue)
        }
        if let warning = try ConfigOption.kafka(configuration, name: "config-check").warning {
            StandardOutput(descriptor: STDERR_FILENO).write(lines: ["Warning: kafka.properties: \(warning)"])
        }
        let values = ConfigReport.lines(configuration.values(of: ConfigSections.keys))
        StandardOutput().write(lines: ["ok: \(configuration.path ?? "no file, all defaults")", ""] + values)
    }
}
