import Base
import DedupCore
import MarketData
import NormalizerCore
import Redis
public import Runtime
import ToolKit

/// `tapedeck top`: an overview of the whole pipeline.
public enum TopCommand {
    /// How long `top` waits for Kafka before it shows the available data.
    private static let patienceMilliseconds = 5_000

    /// The subcommand.
    public static var command: Command {
        Command(
            "top", abstract: "Shows live what every venue, service and symbol does.",
            discussion: """
                On a terminal it is a table until Ctrl-C; elsewhere a line for each source, service and symbol at every \
                interval. --once prints the table of one interval and ends.

                FRAMES/S, MB/S and DOCUMENTS/S are counted on Kafka from the moment top begins: what arrives in the raw \
                topics, and what dedup passes on to the market topics. All else of a source or service comes from its \
                metrics (metrics.host and metrics.ports; "no answer" if nothing listens there). GAPS, DEAD and LOST \
                count since the service started. LAG is the records that a service has still to read; signals tells \
                none, as it commits no offsets.

                Of a symbol \
                DUPLICATES is the share of its normalized documents that dedup removed since then, half for two \
                sources. BID, ASK and STATE are those in Redis, and LAG the time since the book last changed.

                    tapedeck top
                    tapedeck top --once --interval 5
                """,
            options: [
                ConfigOption.option,
                .value(
                    "interval", "SECONDS", default: "1", "How long rates are measured, and how often they are shown."),
                .flag("once", "Print the table once and end."),
            ], run: run)
    }

    @Sendable private static func run(_ options: ParsedCommand) throws {
        let interval = Int((try options.number("interval", in: 0.1...3600) ?? 1) * 1000)
        let configuration = try ConfigOption.configuration(options)
        var sampler = try sampler(configuration)
        defer { sampler.stop() }
        let shutdown = ShutdownSignal()
        ServiceRunner(logger: Logger(label: "tapedeck"), shutdown: shutdown).handleSignals()
        sampler.waitForKafka(milliseconds: patienceMilliseconds, shutdown)
        let names = ServiceRegistry.all.map(\.name)
        var before = sampler.sample()
        if options.flag("once") {
            shutdown.wait(milliseconds: interval)
            let report = TopReport(before: before, after: sampler.sample(), services: names)
            StandardOutput().write(lines: TopText(report: report).table())
            return
        }
        let output = StandardOutput()
        let screen = output.isTerminal ? LiveScreen(output) : nil
        defer { screen?.leave() }
        while !shutdown.wait(milliseconds: interval) {
            let after = sampler.sample()
            let text = TopText(report: TopReport(before: before, after: after, services: names))
            before = after
            let rows = output.size.map { $0.rows - 1 } ?? .max
            guard screen?.show(text.table(rows: rows)) ?? output.write(lines: text.plainLines) else { return }
        }
    }

    private static func sampler(_ configuration: Configuration) throws -> TopSampler {
        let metrics = try configuration.read(MetricsConfig.self)
        let groups = [
            LagMeter.Group(
                service: ServiceDeclaration.normalizer.name, group: try configuration.read(NormalizerConfig.self).group,
                topicPrefix: "raw."),
            LagMeter.Group(
                service: ServiceDeclaration.dedup.name, group: try configuration.read(DedupConfig.self).group,
                topicPrefix: "normalized."),
        ]
        return TopSampler(
            scraper: try ServiceScraper(host: metrics.host, ports: metrics.ports),
            kafka: try ConfigOption.kafka(configuration, name: "top"), groups: groups,
            redis: try ConfigOption.redis(configuration))
    }
}
