import MarketData
import Redis
public import Runtime

/// `tapedeck book`: the latest book of a symbol.
public enum BookCommand {
    /// The subcommand.
    public static var command: Command {
        Command(
            "book", abstract: "Shows the latest book of a symbol.",
            discussion: """
                It is read from Redis, where the service signals keeps the best levels (signals.levels, 50 if not told \
                otherwise) with their state, sequence and age. Asks stand above bids; TOTAL is the sum of the sizes \
                from the best level on.

                    tapedeck book bybit BTCUSDT
                    tapedeck book bybit BTCUSDT --product linear --levels 20 --watch

                The symbol is the venue's spelling. Where one symbol is traded in several products, the first of \
                spot, linear, inverse and option is shown unless --product names another.
                """,
            options: [
                ConfigOption.option,
                .value("product", "PRODUCT", "spot, linear, inverse or option, where a symbol is traded in several."),
                .value("levels", "N", default: "10", "Levels of each side."),
                .flag("watch", "Show it again and again, until Ctrl-C."),
                .value("interval", "SECONDS", default: "0.5", "With --watch: how often."),
            ],
            arguments: [
                CommandArgument("VENUE", "The venue, such as bybit."),
                CommandArgument("SYMBOL", "The symbol in the venue's spelling, such as BTCUSDT."),
            ], run: run)
    }

    @Sendable private static func run(_ options: ParsedCommand) throws {
        // Both are there, or the command line would have been refused.
        let venue = options.argument("VENUE") ?? ""
        let symbol = options.argument("SYMBOL") ?? ""
        let product = try options.value("product").map(Self.product)
        let levels = try options.integer("levels", in: 1...5000) ?? 10
        let interval = try options.number("interval", in: 0.05...3600) ?? 0.5
        let configuration = try ConfigOption.configuration(options)
        let finder = BookFinder(RedisConnection(try ConfigOption.redis(configuration)))
        let output = StandardOutput()
        let view = { () throws(ToolError) in
            let book = try finder.book(venue: venue, symbol: symbol, product: product)
            return BookRenderer(levels: levels, isColored: output.isColored)
                .lines(book, now: Timestamp(nanoseconds: WallClock.system.now()))
        }
        if options.flag("watch") {
            watch(on: output, everyMilliseconds: Int(interval * 1000), view)
        } else {
            output.write(lines: try view())
        }
    }

    private static func product(_ name: String) throws(UsageError) -> Product {
        if let product = Product(name: name) { return product }
        let names = Product.allCases.map(\.name).joined(separator: ", ")
        throw UsageError("'--product' takes one of \(names), not '\(name)'")
    }

    /// Shows the book until Ctrl-C; while it cannot be had, why.
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
