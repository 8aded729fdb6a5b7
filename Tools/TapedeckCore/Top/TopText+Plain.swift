import MarketData

extension TopText {
    /// One line per source, service and market, as name=value.
    var plainLines: [String] {
        let time = "\(Timestamp(nanoseconds: report.time).description.prefix(19))Z"
        let sources = report.sources.map { row in
            Self.pairs([
                ("venue", row.venue), ("source", row.source), ("frames_per_second", Self.plain(row.framesPerSecond)),
                ("bytes_per_second", Self.plain(row.bytesPerSecond)), ("connections", Self.plain(row.connections)),
                ("disconnects", Self.plain(row.disconnects)),
            ])
        }
        let services = report.services.map { row in
            Self.pairs([
                ("service", row.name), ("answers", "\(row.isUp)"), ("in_per_second", Self.plain(row.inPerSecond)),
                ("out_per_second", Self.plain(row.outPerSecond)),
                ("duplicates_per_second", Self.plain(row.duplicatesPerSecond)), ("gaps", Self.plain(row.gaps)),
                ("dead_letters", Self.plain(row.deadLetters)), ("lag", Self.plain(row.lag.map(Double.init))),
            ])
        }
        let markets = report.markets.map { row in
            Self.pairs([
                ("market", row.market), ("documents_per_second", Self.plain(row.documentsPerSecond)),
                ("duplicates", row.duplicates.map { ShortText.fixed($0, 3) }), ("gaps", "\(row.gaps)"),
                ("bid", row.bid), ("ask", row.ask), ("state", row.state),
                ("lag_milliseconds", row.age.map { "\($0 / 1_000_000)" }),
            ])
        }
        return (sources + services + markets).map { "\(time) \($0)" }
    }

    private static func plain(_ value: Double?) -> String? {
        value.map { ShortText.fixed($0, $0 == $0.rounded() ? 0 : 1) }
    }

    private static func pairs(_ pairs: [(String, String?)]) -> String {
        pairs.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return "\(name)=\(value.contains(" ") ? "\"\(value)\"" : value)"
        }.joined(separator: " ")
    }
}
