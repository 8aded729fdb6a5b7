public import Runtime

/// `tapedeck`: the operator's command with all its subcommands.
public enum TapedeckCommands {
    /// The command.
    public static var command: Command {
        Command(
            "tapedeck", abstract: "Records the tape of cryptocurrency venues and serves it.",
            subcommands: [
                UpCommand.command, BookCommand.command, TopCommand.command, TailCommand.command, HealthCommand.command,
                ConfigCommand.command, TopicsCommand.command, BrokerCommand.command, SimCommand.command,
            ])
    }
}
