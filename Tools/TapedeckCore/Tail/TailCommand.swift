import Base
public import Runtime
import ToolKit

/// `tapedeck tail`: the records of a topic.
public enum TailCommand {
    /// The subcommand.
    public static var command: Command {
        Command(
            "tail", abstract: "Prints the records of a topic.",
            discussion: """
                Works for raw.<venue>, normalized.<type>.v1, market.<type>.v1 and dead.<stage>. A line is partition \
                and offset, the time, the headers in braces, and the document as name=value; long lists are shortened. \
                On a terminal lines are cut at its width.

                    tapedeck tail market.trade.v1 --filter venue=bybit,symbol=BTCUSDT
                    tapedeck tail raw.binance --from beginning -n 5 --raw
                    tapedeck tail dead.normalizer --from beginning --stop

                It ends after N records, at the topic's end with --stop, and with Ctrl-C.
                """,
            options: [
                ConfigOption.option,
                .value("from", "WHERE", default: "end", "beginning: all that is kept; end: only what comes now."),
                .value("count", short: "n", "N", "End after so many records."),
                .value("key", "KEY", "Only records with this key."),
                .value(
                    "filter", "NAME=VALUE,...",
                    "Only records of which each header or field of the document has this value; "
                        + "venue is known of raw frames too."),
                .flag("raw", "Print values alone, byte for byte, one a line."),
                .flag("stop", "End when the end of every partition was reached."),
            ], arguments: [CommandArgument("TOPIC", "The topic, such as market.trade.v1.")], run: run)
    }

    @Sendable private static func run(_ options: ParsedCommand) throws {
        let start = try options.choice("from", of: TopicReader.Start.self) ?? .end
        let limit = try options.integer("count", in: 1...Int.max) ?? .max
        let filter = try options.value("filter").map { text throws(UsageError) in try RecordFilter(text) }
        let kafka = try ConfigOption.kafka(ConfigOption.configuration(options), name: "tail")
        // The argument is required, so it is never missing.
        var reader = try TopicReader(kafka, topic: options.argument("TOPIC") ?? "", from: start)
        let shutdown = ShutdownSignal()
        ServiceRunner(logger: Logger(label: "tapedeck"), shutdown: shutdown).handleSignals()
        let printer = RecordPrinter(output: StandardOutput(), isRaw: options.flag("raw"))
        var count = 0
        while !shutdown.isRequested {
            for record in try reader.next() {
                if let key = options.value("key"), record.key != key { continue }
                if let filter, !filter.accepts(record) { continue }
                // The reader has closed the output: `tail | head`.
                guard printer.show(record) else { return }
                count += 1
                if count >= limit { return }
            }
            if options.flag("stop"), reader.hasSeenEnds { return }
        }
    }
}
