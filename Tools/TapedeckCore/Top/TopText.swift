import MarketData

/// A report as a table for people, and as plain lines for a log.
struct TopText {
    let report: TopReport

    private static let unknown = "-"

    /// The table; `rows` limits the number of markets, so that it fits on a screen.
    func table(rows limit: Int = .max) -> [String] {
        var lines = [title, ""]
        if !report.sources.isEmpty { lines += sources.lines + [""] }
        lines += services.lines + [""]
        if report.markets.isEmpty {
            return lines + ["no markets yet" + (report.hasRedis ? "" : "; Redis is away")]
        }
        let fitting = max(1, limit - lines.count - 2)
        lines += markets(report.markets.prefix(fitting)).lines
        let left = report.markets.count - fitting
        return left > 0 ? lines + ["… \(left) more markets, less busy"] : lines
    }

    private var title: String {
        let latency =
            report.latency.map { latency in
                "wire to Redis: half in \(Self.span(latency.half)), 99 % in \(Self.span(latency.most))"
            } ?? (report.hasRedis ? "nothing was written to Redis" : "Redis is away")
        return "\(Timestamp(nanoseconds: report.time).description.prefix(19))Z   \(latency)"
    }

    private var sources: TextTable {
        var table = TextTable([
            .init("VENUE", .left), .init("SOURCE", .left), .init("FRAMES/S"), .init("MB/S"), .init("OPEN"),
            .init("LOST"), .init("DOCUMENTS/S"),
        ])
        for row in report.sources {
            table.append([
                row.venue, row.source, ShortText.count(row.framesPerSecond),
                ShortText.fixed(row.bytesPerSecond / 1e6, 2), Self.count(row.connections),
                Self.count(row.disconnects), row.documentsPerSecond.map(ShortText.count) ?? "",
            ])
        }
        return table
    }

    private var services: TextTable {
        var table = TextTable([
            .init("SERVICE", .left), .init("IN/S"), .init("OUT/S"), .init("DUPLICATES/S"), .init("GAPS"),
            .init("DEAD"), .init("LAG"), .init("CPU"), .init("MEMORY"),
        ])
        for row in report.services {
            table.append([
                row.name, row.isUp ? Self.count(row.inPerSecond) : "no answer", Self.count(row.outPerSecond),
                Self.count(row.duplicatesPerSecond), Self.count(row.gaps), Self.count(row.deadLetters),
                Self.count(row.lag.map(Double.init)), row.processor.map(ShortText.percent) ?? Self.unknown,
                row.memory.map(ShortText.bytes) ?? Self.unknown,
            ])
        }
        return table
    }

    private func markets(_ rows: some Sequence<TopReport.Market>) -> TextTable {
        var table = TextTable([
            .init("MARKET", .left), .init("DOCUMENTS/S"), .init("DUPLICATES"), .init("GAPS"), .init("BID"),
            .init("ASK"), .init("SPREAD BP"), .init("STATE", .left), .init("LAG"),
        ])
        for row in rows {
            table.append([
                row.market, ShortText.count(row.documentsPerSecond),
                row.duplicates.map(ShortText.percent) ?? Self.unknown, "\(row.gaps)", row.bid, row.ask,
                row.spread.map { ShortText.fixed($0, 2) } ?? "", row.state,
                row.age.map { ShortText.duration(nanoseconds: $0) } ?? Self.unknown,
            ])
        }
        return table
    }

    private static func count(_ value: Double?) -> String { value.map(ShortText.count) ?? unknown }

    private static func span(_ seconds: Double) -> String {
        ShortText.duration(nanoseconds: Int64(exactly: (seconds * 1e9).rounded()) ?? .max)
    }
}
