import Base
import Foundation
public import Runtime
import ToolKit

/// `tapedeck up`: the whole system on this machine.
public enum UpCommand {
    /// The command.
    public static var command: Command {
        Command(
            "up", abstract: "Runs the whole system on this machine and shows it live.",
            discussion: """
                Starts what is not there: an embedded Kafka broker (in memory, keeps little: for demonstrations only), \
                Redis on a private port, the venue simulator, and the services, each a process of its own. Ctrl-C \
                ends it all. The last line is `demo ok`, or the command says what is missing and ends with status 1.
                """,
            options: [
                .value("seconds", "N", "End by itself after so many seconds."),
                .value(
                    "directory", "PATH", default: ".demo", "Where configuration, logs and archive go; emptied first."),
                .value(
                    "frames", "PATH", isRepeating: true,
                    "Recordings to play instead of the synthetic market; may come several times."),
                .value(
                    "speed", "X",
                    "Play recordings this many times faster than recorded; else as fast as they are taken."),
                .value("rate", "N", default: "60", "Steps a second of each synthetic market."),
                .value("seed", "N", default: "1", "The seed of the synthetic markets."),
                .value(
                    "bootstrap-servers", "LIST",
                    "Use this Kafka; else KAFKA_BOOTSTRAP_SERVERS, else the embedded broker."),
                .value("redis", "URL", "Use this Redis."),
            ]
        ) { parsed in
            let seconds = try parsed.integer("seconds", in: 1...86_400)
            let options = SystemOptions(
                directory: parsed.value("directory") ?? ".demo",
                frames: parsed.values("frames"), speed: try parsed.number("speed", in: 0.001...1_000_000),
                framesPerSecond: try parsed.number("rate", in: 0.1...100_000) ?? 60,
                seed: UInt64(try parsed.integer("seed", in: 0...Int.max) ?? 1),
                bootstrapServers: parsed.value("bootstrap-servers")
                    ?? ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"],
                redisURL: parsed.value("redis"))
            let shutdown = ShutdownSignal()
            ServiceRunner(logger: Logger(label: "up"), shutdown: shutdown).handleSignals()
            let summary = try UpSession(options, seconds: seconds, shutdown: shutdown).run()
            StandardOutput().write(lines: [summary.text])
            guard summary.problems.isEmpty else { exit(1) }
        }
    }
}
