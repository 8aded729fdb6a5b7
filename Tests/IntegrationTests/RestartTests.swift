import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

/// Services that end in mid-stream, on a real Kafka: the embedded broker knows too little of groups.
@Suite(
    "Restarts on a real Kafka", .serialized,
    .enabled(if: RealKafka.servers != nil, "no real Kafka: set KAFKA_BOOTSTRAP_SERVERS"))
struct RestartTests {
    /// How a service ends.
    enum End: String, Sendable, CaseIterable, CustomTestStringConvertible {
        /// By SIGTERM: everything taken in is published and committed.
        case graceful
        /// By SIGKILL: what was not committed is taken back and done again.
        case killed

        var testDescription: String { rawValue }
    }

    @Test("every event reaches market.* once, whichever service ends in mid-stream", arguments: End.allCases)
    func restarts(end: End) async throws {
        let run = try await onOwnThread { try Self.run(end) }
        #expect(run.sent > 50)
        #expect(Set(run.trades.map(\.id)).count == run.sent)
        #expect(run.wrong == [])
        #expect(run.books == 1)
        #expect(run.gaps == [])
        #expect(run.trades.count == run.sent)
    }

    private struct Run: Sendable {
        var sent = 0
        var trades: [(id: String, text: String)] = []
        var books = 0
        var wrong: [String] = []
        var gaps: [String] = []
    }

    private static func run(_ end: End) throws -> Run {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.trade, .book])])
        options.simulation.framesPerSecond = 100
        options.bootstrapServers = RealKafka.servers
        options.groupSuffix = "-\(UUID().uuidString)"
        options.killsServices = end == .killed
        let pipeline = try RunningPipeline(options)
        defer { pipeline.stop() }
        for round in 0..<2 {
            let seen = pipeline.tape.count("market.")
            try pipeline.wait { $0.tape.count("market.") > seen + 100 }
            if round == 0 { try pipeline.restartNormalizer() } else { try pipeline.restartDedup() }
        }
        let seen = pipeline.tape.count("market.")
        try pipeline.runByOffsets { $0.tape.count("market.") > seen + 100 }
        var run = Run()
        run.sent = try pipeline.tradesSent(venue: "bybit", symbol: "BTCUSDT")
        run.trades = pipeline.tape.records(TopicName.market(.trade)).map { record in
            let document = try? JSONSerialization.jsonObject(with: Data(record.value)) as? [String: Any]
            return (document?["trade_id"] as? String ?? "", record.text)
        }
        (run.books, run.wrong) = try BookComparison(pipeline).compare()
        run.gaps = pipeline.tape.records(TopicName.market(.gap)).map(\.text)
        return run
    }

    @Test("Redis that is restarted in mid-flight has every book again")
    func redis() async throws {
        let (shown, own) = try await onOwnThread {
            let venue = try #require(VenueRegistry.venue(named: "bybit"))
            var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.trade, .book])])
            options.simulation.framesPerSecond = 100
            options.bootstrapServers = RealKafka.servers
            options.groupSuffix = "-\(UUID().uuidString)"
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            try pipeline.wait { try RedisBook.read("book:bybit:linear:BTCUSDT", from: $0.redis) != nil }
            pipeline.redis.stop()
            try pipeline.wait { $0.signals.total("tapedeck_redis_away_total") > 0 }
            try pipeline.redis.start()
            try pipeline.runByOffsets { try RedisBook.read("book:bybit:linear:BTCUSDT", from: $0.redis) != nil }
            let books = MarketBooks()
            for record in pipeline.tape.records(TopicName.market(.book)) { _ = try books.apply(record) }
            let own = RedisBook(of: try #require(books.books.values.first), levels: 50)
            try pipeline.wait { try RedisBook.read("book:bybit:linear:BTCUSDT", from: $0.redis) == own }
            return (try RedisBook.read("book:bybit:linear:BTCUSDT", from: pipeline.redis), own)
        }
        #expect(shown == own)
    }
}
