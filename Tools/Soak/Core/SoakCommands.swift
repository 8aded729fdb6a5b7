public import Runtime

/// `tapedeck-soak`: the whole system held against what the simulator made, for who works on Tapedeck.
public enum SoakCommands {
    /// The command.
    public static var command: Command {
        Command(
            "tapedeck-soak", abstract: "Holds the whole system against what the simulator made.",
            subcommands: [RunCommand.command, CompareCommand.command])
    }
}
