import MarketData
import ProducerCore
import Spool
public import VenueKit

/// Renders the `tapedeck.yaml` of a test's pipeline: the services read nothing else.
public struct PipelineConfiguration {
    var options: PipelineOptions
    /// The brokers.
    var bootstrapServers: String
    /// The bases of a market for a source.
    var endpoints: (_ market: PipelineOptions.Market, _ source: String) -> VenueEndpoints

    /// Renders `options` for these brokers.
    ///
    /// - Parameter endpoints: the bases of a market for a source.
    public init(
        options: PipelineOptions, bootstrapServers: String,
        endpoints: @escaping (_ market: PipelineOptions.Market, _ source: String) -> VenueEndpoints
    ) {
        self.options = options
        self.bootstrapServers = bootstrapServers
        self.endpoints = endpoints
    }

    /// The YAML text.
    public var text: String {
        // Commits come often: the pace of the simulator follows what was committed.
        var lines = ["kafka:", "  bootstrap_servers: \"\(bootstrapServers)\""]
        lines += [
            "spool:", "  directory: \"\(options.spool?.directory ?? "")\"",
            "  megabytes: \(options.spool?.megabytes ?? 0)",
        ]
        lines += ["alerts:", "  memory_file: \"\(options.spool?.directory ?? ".")/alerts.json\""]
        for service in ["normalizer", "dedup"] {
            lines += ["\(service):", "  group: \(Self.group(service, options))", "  commit_milliseconds: 50"]
        }
        if let hold = options.holdMilliseconds { lines.append("  hold_milliseconds: \(hold)") }
        lines.append("venues:")
        for name in names {
            let markets = options.markets.filter { $0.venue.name == name }
            lines += ["  - name: \(name)", "    products:"] + markets.flatMap(lines(of:))
            if let file = options.caFile { lines.append("    ca_file: \"\(file)\"") }
            lines.append("    sources:")
            for source in options.sources {
                lines += ["      - name: \(source)", "        endpoints:"]
                for market in markets {
                    let bases = endpoints(market, source)
                    lines += [
                        "          \(market.product.name):", "            websocket: \"\(bases.webSocket[0])\"",
                        "            rest: \"\(bases.rest[0])\"",
                    ]
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The consumer group of a service.
    static func group(_ service: String, _ options: PipelineOptions) -> String {
        "tapedeck-\(service)\(options.groupSuffix)"
    }

    private func lines(of market: PipelineOptions.Market) -> [String] {
        let symbols = market.symbols.map { "\"\($0)\"" }.joined(separator: ", ")
        var lines = ["      - product: \(market.product.name)", "        symbols: [\(symbols)]"]
        if !market.kinds.isEmpty {
            lines.append("        kinds: [\(market.kinds.map(\.topicName).joined(separator: ", "))]")
        }
        if let depth = market.bookDepth { lines.append("        book_depth: \(depth)") }
        return lines
    }

    private var names: [String] {
        options.markets.map(\.venue.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
