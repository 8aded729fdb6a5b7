import Base
import MarketData
import Redis
public import Runtime
import ToolKit

/// `tapedeck book`: the latest book of a market.
public enum BookCommand {
    /// The subcommand.
    public static var command: Command {
        Command(
            "book", abstract: "Shows the latest book of a market.",
            discussion: """
                It is read from Redis, where the service signals keeps the best levels (signals.levels, 50 if not told \
                otherwise) with their state, sequence and age. Asks stand above bids; TOTAL is the sum of the sizes \
                from the best level on.

                    tapedeck book bybit:linear:BTCUSDT
                    tapedeck book bybit BTCUSDT --levels 20 --watch

                A market is <venue>:<product>:<symbol>, with the venue's spelling of the symbol. Venue and symbol are \
                enough where the venue trades the symbol in one product only.
                """,
            options: [
                ConfigOption.option,
                .value("levels", "N", default: "10", "Levels of each side."),
                .flag("watch", "Show it again and again, until Ctrl-C."),
                .value("interval", "SECONDS", default: "0.5", "With --watch: how often."),
            ],
            arguments: [
                CommandArgument(
                    "MARKET", isRepeating: true, "The market, such as bybit:linear:BTCUSDT, or venue and symbol.")
            ], run: run)
    }

    @Sendable private static func run(_ options: ParsedCommand) throws {
        let words = options.arguments("MARKET")
        guard let query = MarketQuery(words) else {
            let text = words.joined(separator: " ")
            throw UsageError("'\(text)' names no symbol; a market is <venue>:<product>:<symbol>")
        }
        let levels = try options.integer("levels", in: 1...5000) ?? 10
        let interval = try options.number("interval", in: 0.05...3600) ?? 0.5
        let configuration = try ConfigOption.configuration(options)
        let finder = BookFinder(RedisConnection(try ConfigOption.redis(configuration)))
        let output = StandardOutput()
        let view = { () throws(ToolError) in
            let book = try finder.book(query)
            return BookRenderer(levels: levels, isColored: output.isColored)
                .lines(book, now: Timestamp(nanoseconds: WallClock.system.now()))
        }
        if options.flag("watch") {
            watch(on: output, everyMilliseconds: Int(interval * 1000), view)
        } else {
            output.write(lines: try view())
        }
    }

    /// Shows the book, or why there is none, until Ctrl-C.
    private static func watch(
        on output: StandardOutput, everyMilliseconds interval: Int, _ view: () throws(ToolError) -> [String]
    ) {
        let shutdown = ShutdownSignal()
        ServiceRunner(logger: Logger(label: "tapedeck"), shutdown: shutdown).handleSignals()
        let screen = LiveScreen(output)
        defer { screen.leave() }
        while !shutdown.isRequested {
            var lines: [String]
            do throws(ToolError) {
                lines = try view()
            } catch {
                lines = "\(error)".split(separator: "\n").map(String.init)
            }
            guard screen.show(lines) else { return }
            shutdown.wait(milliseconds: interval)
        }
    }
}
