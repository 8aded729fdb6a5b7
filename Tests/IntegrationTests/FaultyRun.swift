import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

/// The whole system with two sources of one market, in which something goes wrong between `begin` and `end`.
struct FaultyRun: Sendable {
    static let sources = ["primary", "replica"]
    static let symbols = ["BTCUSDT", "ETHUSDT"]
    private static let venue = "bybit"

    /// Everything that runs.
    let pipeline: RunningPipeline

    /// The options, on the real Kafka where there is one.
    static func options() throws -> PipelineOptions {
        let venue = try #require(VenueRegistry.venue(named: venue))
        var options = PipelineOptions([.init(venue, .linear, symbols: symbols, kinds: [.trade, .book])])
        options.sources = sources
        options.simulation.framesPerSecond = 100
        options.simulation.startsPaused = true
        // The market does not wait for a source that is slow, and a loaded machine may be late by more than 50 ms.
        options.simulation.highWaterBytes = 64 << 20
        options.holdMilliseconds = 10_000
        options.bootstrapServers = RealKafka.servers
        options.groupSuffix = "-\(UUID().uuidString)"
        return options
    }

    /// Starts everything. The market moves once both sources have the books: what the first one hears before the other
    /// listens is for that one part of a snapshot, and no event of its own.
    init(_ options: PipelineOptions) throws {
        pipeline = try RunningPipeline(options)
        try waitForSources()
        let snapshots = Self.sources.count * Self.symbols.count
        try pipeline.wait { $0.tape.count(TopicName.normalized(.book)) >= snapshots }
        try pipeline.simulator.control("resume")
        try goOn(100)
    }

    /// Waits until so many more events came out.
    func goOn(_ count: Int) throws {
        let seen = pipeline.tape.count("market.")
        try pipeline.wait { $0.tape.count("market.") >= seen + count }
    }

    /// Waits until each source is subscribed.
    func waitForSources() throws {
        try pipeline.wait { pipeline in
            let feeds = try pipeline.truth("?levels=0")
            return !feeds.isEmpty && feeds.allSatisfy { Self.subscribed($0).isSuperset(of: Self.sources) }
        }
    }

    /// Waits until each source is subscribed, and so many frames that it heard since then are on Kafka.
    func waitForFrames(_ count: Int) throws {
        try waitForSources()
        let start = Int64(Date().timeIntervalSince1970 * 1e9)
        let seen = pipeline.tape.records(TopicName.raw(venue: Self.venue)).count
        try pipeline.wait { pipeline in
            var counts: [String: Int] = [:]
            for record in pipeline.tape.records(TopicName.raw(venue: Self.venue)).dropFirst(seen)
            where record.headers["ts_recv"].flatMap({ Int64($0) }) ?? 0 > start {
                counts[record.key.split(separator: "/").dropFirst().first.map(String.init) ?? "", default: 0] += 1
            }
            return Self.sources.allSatisfy { counts[$0, default: 0] >= count }
        }
    }

    /// Ends the market, lets everything come through, and compares.
    func end() throws -> TapeComparison {
        try pipeline.runByOffsets { _ in true }
        return try TapeComparison(pipeline)
    }

    /// Waits until Redis shows the books of the tape; the symbols of which it never did.
    func waitForRedis() throws -> [String] {
        let books = MarketBooks()
        for record in pipeline.tape.records(TopicName.market(.book)) { _ = try books.apply(record) }
        var missing = Set(Self.symbols)
        let end = Date(timeIntervalSinceNow: 60)
        while !missing.isEmpty, Date() < end {
            for symbol in missing {
                guard let kept = books.books.first(where: { $0.key.contains(":\(symbol):") })?.value else { continue }
                let shown = try RedisBook.read("book:\(Self.venue):linear:\(symbol)", from: pipeline.redis)
                if shown == RedisBook(of: kept, levels: 50) { missing.remove(symbol) }
            }
            usleep(50_000)
        }
        return missing.sorted()
    }

    private static func subscribed(_ feed: [String: Any]) -> Set<String> {
        let connections = feed["connections"] as? [[String: Any]] ?? []
        return Set(
            connections.filter { $0["subscribed"] as? Bool ?? false }.compactMap { $0["label"] as? String })
    }
}
