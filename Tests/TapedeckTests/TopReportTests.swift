import Kafka
import MarketData
import Testing
@testable import TapedeckCore
@testable import ToolKit

@Suite("tapedeck top")
struct TopReportTests {
    private static let start: Int64 = 1_795_250_580_000_000_000

    private static func sample(_ second: Int64, _ texts: [String: String]) -> TopSample {
        let time = start + second * 1_000_000_000
        return TopSample(
            time: time,
            services: texts.mapValues { MetricSnapshot(time: time, samples: PrometheusText.samples(in: $0)) })
    }

    /// Two sources of bybit, of which dedup removes the copies, over two seconds.
    private static func samples() -> (before: TopSample, after: TopSample) {
        func producer(_ primary: Int, _ replica: Int) -> String {
            """
            tapedeck_frames_total{venue="bybit",source="primary"} \(primary)
            tapedeck_frames_total{venue="bybit",source="replica"} \(replica)
            tapedeck_frames_bytes_total{venue="bybit",source="primary"} \(primary * 10_000)
            tapedeck_open_connections{venue="bybit",source="primary"} 2
            tapedeck_disconnects_total{venue="bybit",source="replica",reason="closed"} 3
            process_cpu_seconds_total \(Double(primary) / 1000)
            process_resident_memory_bytes 45000000
            """
        }
        func dedup(_ passed: Int, _ removed: Int) -> String {
            """
            tapedeck_documents_in_total{type="trade"} \(passed + removed)
            tapedeck_documents_total{type="trade"} \(passed)
            tapedeck_duplicates_total{type="trade"} \(removed)
            tapedeck_gaps_total 4
            """
        }
        var before = sample(0, ["producer": producer(100, 100), "dedup": dedup(0, 0)])
        var after = sample(2, ["producer": producer(300, 100), "dedup": dedup(40, 36)])
        for _ in 0..<10 { before.counts.note(.market, key: "bybit:linear:BTCUSDT", bytes: 100) }
        after.counts = before.counts
        for _ in 0..<40 { after.counts.note(.market, key: "bybit:linear:BTCUSDT", bytes: 100) }
        for _ in 0..<100 { after.counts.note(.normalized, key: "bybit:linear:BTCUSDT", bytes: 100) }
        for _ in 0..<200 { after.counts.note(.raw, key: "bybit/primary/linear-0", bytes: 10_000) }
        after.counts.note(.raw, key: "half a key", bytes: 1)
        after.counts.note(.gap, key: "bybit:linear:ETHUSDT", bytes: 100)
        after.lags = ["dedup": 12_345]
        func quote(_ product: Product, _ bid: String, _ ask: String, _ age: Int64) -> MarketQuote {
            MarketQuote(
                MarketName(venue: "bybit", product: product, symbol: "BTCUSDT"),
                fields: [
                    "bid_price": bid, "ask_price": ask, "state": "live", "ts_recv": "\(after.time - age * 1_000_000)",
                ])
        }
        after.markets = [
            quote(.linear, "65114.3", "65114.4", 12), quote(.spot, "65110", "65111", 1500),
        ]
        return (before, after)
    }

    @Test("sources, services and markets stand in tables, the busiest symbol first")
    func table() {
        let (before, after) = Self.samples()
        let report = TopReport(before: before, after: after, services: ["producer", "dedup", "signals"])
        #expect(
            TopText(report: report).table() == [
                "2026-11-21T08:43:02Z   nothing was written to Redis",
                "",
                "VENUE  SOURCE   FRAMES/S  MB/S  OPEN  LOST  DOCUMENTS/S",
                "bybit  primary       100  1.00     2     0           20",
                "bybit  replica         0  0.00     -     3",
                "",
                "SERVICE        IN/S  OUT/S  DUPLICATES/S  GAPS  DEAD    LAG   CPU  MEMORY",
                "producer        100      -             -     -     -      -  10 %   45 MB",
                "dedup            38     20            18     4     0  12.3k     -       -",
                "signals   no answer      -             -     -     -      -     -       -",
                "",
                "MARKET                DOCUMENTS/S  DUPLICATES  GAPS      BID      ASK  SPREAD BP  STATE    LAG",
                "bybit:linear:BTCUSDT           20        50 %     0  65114.3  65114.4       0.02  live   12 ms",
                "bybit:linear:ETHUSDT          0.5           -     1                                          -",
                "bybit:spot:BTCUSDT              0           -     0    65110    65111       0.15  live   1.5 s",
            ])
    }

    @Test("what does not fit on the screen is counted")
    func screen() {
        let (before, after) = Self.samples()
        let report = TopReport(before: before, after: after, services: ["producer", "dedup", "signals"])
        let lines = TopText(report: report).table(rows: 14)
        #expect(lines.count == 14)
        #expect(lines.last == "… 2 more markets, less busy")
    }

    @Test("without a terminal each row is a line of names and values")
    func plainLines() {
        let (before, after) = Self.samples()
        let lines = TopText(report: TopReport(before: before, after: after, services: ["dedup"])).plainLines
        #expect(
            lines
                == [
                    "venue=bybit source=primary frames_per_second=100 bytes_per_second=1000000 connections=2 disconnects=0",
                    "venue=bybit source=replica frames_per_second=0 bytes_per_second=0 disconnects=3",
                    "service=dedup answers=true in_per_second=38 out_per_second=20 duplicates_per_second=18 gaps=4 "
                        + "dead_letters=0 lag=12345",
                    "market=bybit:linear:BTCUSDT documents_per_second=20 duplicates=0.500 gaps=0 bid=65114.3 ask=65114.4 "
                        + "state=live lag_milliseconds=12",
                    "market=bybit:linear:ETHUSDT documents_per_second=0.5 gaps=1",
                    "market=bybit:spot:BTCUSDT documents_per_second=0 gaps=0 bid=65110 ask=65111 state=live "
                        + "lag_milliseconds=1500",
                ].map { "2026-11-21T08:43:02Z \($0)" })
    }

    @Test("a service that tells its lag itself is believed")
    func ownLag() {
        var sample = Self.sample(
            0,
            [
                "archiver":
                    "tapedeck_consumer_lag_records{topic=\"market.trade.v1\"} 3\ntapedeck_consumer_lag_records{topic=\"market.book.v1\"} 4"
            ])
        sample.lags = ["archiver": 99, "dedup": 5]
        let report = TopReport(before: sample, after: sample, services: ["archiver", "dedup"])
        #expect(report.services.map(\.lag) == [7, 5])
    }

    @Test("times at the bounds of their type and records without a key are shown as they are")
    func odd() {
        var sample = Self.sample(0, [:])
        for bound in [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max] {
            let fields = ["ts_recv": "\(bound)", "bid_price": "1", "ask_price": "2"]
            sample.markets = [MarketQuote(MarketName(venue: "v", product: .spot, symbol: "s"), fields: fields)]
            let report = TopReport(before: sample, after: sample, services: [])
            #expect(report.markets.first?.bid == "1")
            #expect(!TopText(report: report).table().isEmpty)
            #expect(!TopText(report: report).plainLines.isEmpty)
        }
        for key in ["", ":", "::"] { sample.counts.note(.market, key: key, bytes: 1) }
        let report = TopReport(before: sample, after: sample, services: [])
        #expect(report.markets.count == 4)
    }

    @Test("a pipeline of which nothing runs is shown as that")
    func nothing() {
        let before = Self.sample(0, [:])
        let lines = TopText(report: TopReport(before: before, after: before, services: ["dedup"])).table()
        #expect(lines.first == "2026-11-21T08:43:00Z   Redis is away")
        #expect(lines.contains { $0.hasPrefix("dedup    no answer") })
        #expect(lines.last == "no markets yet; Redis is away")
    }

    @Test("lag counts a group's own topics only, and not what is gone already")
    func lag() {
        let none = KafkaPosition.Special.none
        func position(_ topic: String, _ partition: Int32, _ offset: Int64) -> KafkaPosition {
            KafkaPosition(topic: topic, partition: partition, offset: offset)
        }
        var sum = LagSum([position("a", 0, 5), position("a", 1, none), position("b", 0, none)])
        #expect(sum.wants("a"))
        #expect(!sum.wants("b"))
        sum.add(committed: 5, low: 0, high: 8)
        sum.add(committed: none, low: 10, high: 14)
        sum.add(committed: 3, low: 10, high: 10)
        #expect(sum.records == 7)
        #expect(LagSum([position("b", 0, none)]).records == nil)
    }
}
