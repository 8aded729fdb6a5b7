import Foundation
import Runtime
import ToolKit

/// `tapedeck-soak compare`: `market.*` beside what a simulator made.
enum CompareCommand {
    /// The command.
    static var command: Command {
        Command(
            "compare", abstract: "Compares what came out with what a simulator made.",
            discussion: """
                Pauses the simulator, waits until all has come through, reads market.* read committed from its beginning, \
                lets the simulator go on, and prints one line: trades and numbered book changes that were sent and that \
                came out, how many are lost, repeated or named as a gap. The status is 1 unless none is. Topics must hold \
                nothing but what this simulator has sent since it started.

                    tapedeck-soak compare http://127.0.0.1:9480
                """,
            options: [ConfigOption.option, .flag("keep-paused", "Do not let the simulator go on.")],
            arguments: [CommandArgument("URL", "Where the simulator listens.")]
        ) { options in
            let comparison = try compare(options)
            StandardOutput().write(lines: comparison.problems + [comparison.line])
            guard comparison.isGood else { exit(1) }
        }
    }

    private static func compare(_ options: ParsedCommand) throws -> TruthComparison {
        let tape = SettledTape(kafka: try ConfigOption.kafka(ConfigOption.configuration(options), name: "compare"))
        // The argument is required, so it is never missing.
        let simulator = options.argument("URL") ?? ""
        let reader = try WebReader(timeout: .seconds(10))
        _ = try reader.text(of: "\(simulator)/control/pause")
        defer { if !options.flag("keep-paused") { _ = try? reader.text(of: "\(simulator)/control/resume") } }
        try tape.settle()
        let truth = try SoakTruth(report: try reader.text(of: "\(simulator)/control/truth?levels=0"))
        return TruthComparison(truth, try tape.ledger())
    }
}
