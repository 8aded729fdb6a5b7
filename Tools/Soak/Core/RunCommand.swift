import Base
import Foundation
import Runtime
import ToolKit

/// `tapedeck-soak run`: the whole system under faults, compared with what the simulator made.
enum RunCommand {
    /// The command.
    static var command: Command {
        Command(
            "run", abstract: "Runs the whole system under faults and compares what came out with what was made.",
            discussion: """
                The synthetic market over two sources against a real Kafka of its own (its topics must be empty). The \
                first source drops, repeats, delays, reorders and disconnects; every 30 s a service gets SIGKILL; at \
                half time Kafka is restarted, where a command for that is given. At the end market.*, read committed, \
                is compared with the simulator's own account: trades and numbered book changes. The last line says \
                what was found; the status is 1 if anything is lost, repeated or named as a gap, or memory has grown \
                (judged from 480 s on; logs/memory.tsv has it by service).
                """,
            options: [
                .value("seconds", "N", default: "600", "How long things go wrong."),
                .value("rate", "N", default: "5000", "Frames a second of each source."),
                .value("seed", "N", "What the faults follow; by chance unless given, and printed."),
                .value(
                    "directory", "PATH", default: ".soak", "Where configuration, logs and archive go; emptied first."),
                .value("bootstrap-servers", "LIST", "The Kafka; else KAFKA_BOOTSTRAP_SERVERS."),
                .value(
                    "restart-kafka", "COMMAND", "A shell command that restarts it and returns when it answers again."),
            ]
        ) { parsed in
            guard
                let servers = parsed.value("bootstrap-servers")
                    ?? ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"]
            else { throw UsageError("a soak needs a real Kafka: --bootstrap-servers or KAFKA_BOOTSTRAP_SERVERS") }
            let options = SoakOptions(
                seconds: try parsed.integer("seconds", in: 10...1_000_000) ?? 600,
                framesPerSecond: try parsed.integer("rate", in: 1...1_000_000) ?? 5000,
                seed: UInt64(try parsed.integer("seed", in: 0...Int.max) ?? Int.random(in: 0...999_999)),
                directory: parsed.value("directory") ?? ".soak", bootstrapServers: servers,
                restartCommand: parsed.value("restart-kafka"))
            let shutdown = ShutdownSignal()
            ServiceRunner(logger: Logger(label: "soak"), shutdown: shutdown).handleSignals()
            let report = try SoakSession(options, shutdown: shutdown).run()
            StandardOutput().write(lines: report.problems + [report.line])
            guard report.isGood else { exit(1) }
        }
    }
}
