import MarketData
import Redis
import VenueKit

/// Renders the configuration of a run: what the services would find in a `tapedeck.yaml`.
struct SystemConfiguration {
    var bootstrapServers: String
    var redis: RedisConfig
    var archive: String
    /// The file with the state of alerts.
    var alertsMemory: String
    /// The folder of the producers' spools.
    var spool: String
    /// The maximum disk space of a spool.
    var spoolMegabytes: Int
    /// How long dedup waits for a source that is behind.
    var lagMilliseconds: Int
    /// The maximum number of waiting documents per channel in dedup.
    var heldPerChannel: Int
    /// Ports by service.
    var ports: [(service: String, port: Int)]
    /// What is recorded.
    var markets: [SystemOptions.Market]
    /// The simulator's bases.
    var endpoints: (_ market: SystemOptions.Market, _ source: String) -> VenueEndpoints

    /// The YAML text.
    var text: String {
        var lines = [
            "# Written for this run; its services read it.", "kafka:",
            "  bootstrap_servers: \"\(bootstrapServers)\"", "redis:", "  url: \"\(redis)\"", "archiver:",
            "  root: \"\(archive)\"", "alerts:", "  memory_file: \"\(alertsMemory)\"", "spool:",
            "  directory: \"\(spool)\"", "  megabytes: \(spoolMegabytes)", "dedup:",
            "  lag_milliseconds: \(lagMilliseconds)", "  held_per_channel: \(heldPerChannel)", "metrics:", "  ports:",
        ]
        lines += ports.map { "    \($0.service): \($0.port)" }
        lines.append("venues:")
        for venue in orderedVenues {
            let own = markets.filter { $0.venue.name == venue }
            lines += ["  - name: \(venue)", "    products:"]
            for market in own {
                let symbols = market.symbols.map { "\"\($0)\"" }.joined(separator: ", ")
                lines += ["      - product: \(market.product.name)", "        symbols: [\(symbols)]"]
            }
            lines.append("    sources:")
            for source in SystemOptions.sources {
                lines += ["      - name: \(source)", "        endpoints:"]
                for market in own {
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

    private var orderedVenues: [String] {
        markets.map(\.venue.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
