import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

extension WholeSystem {
    /// What two sources are for: each misses, repeats and mixes up frames, and nothing of it is seen behind dedup.
    @Suite("Two sources of one feed", .serialized)
    struct RedundancyTests {
        /// Venues whose books are numbered; of the others one source is elected, which is another test's business.
        private static let feeds: [(venue: String, product: Product)] = [
            ("bybit", .linear), ("binance", .spot), ("binance", .linear), ("deribit", .inverse),
        ]

        @Test(
            "books and trades are the venue's own, and no gap is named that the other source filled",
            arguments: [UInt64(7)]
        )
        func faults(seed: UInt64) async throws {
            let result = try await onOwnThread { try Self.run(seed: seed) }
            for (name, count) in result.faults.sorted(by: { $0.key < $1.key }) { #expect(count > 0, "\(name)") }
            #expect(result.wrong == [])
            #expect(result.gaps == [])
            #expect(result.duplicates > 0)
            #expect(result.books == Self.feeds.count)
            #expect(result.trades > 100)
        }

        private struct Result: Sendable {
            var faults: [String: Int] = [:]
            var wrong: [String] = []
            var gaps: [String] = []
            var duplicates = 0
            var books = 0
            var trades = 0
        }

        private static func run(seed: UInt64) throws -> Result {
            var options = PipelineOptions(
                try feeds.map { feed in
                    let venue = try #require(VenueRegistry.venue(named: feed.venue))
                    let symbol = venue.makeSimulation(for: feed.product).instruments[0].symbol
                    return PipelineOptions.Market(venue, feed.product, symbols: [symbol], kinds: [.book, .trade])
                })
            options.sources = ["primary", "replica"]
            options.simulation.seed = seed
            options.simulation.framesPerSecond = 60
            // What one source is late with the other may have lost: wait long, as this machine may be slow.
            options.holdMilliseconds = 10_000
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            // Trouble begins once both sources have every book: what is lost before has no second copy.
            try pipeline.run { try isBeyond(100, $0) }
            for fault in [
                "kind=cutoff&label=primary&probability=0.02&count=4", "kind=drop&label=primary&probability=0.03",
                "kind=repeat&label=replica&probability=0.03", "kind=reorder&label=replica&probability=0.03",
            ] {
                try pipeline.simulator.control("fault?\(fault)&seed=\(seed)")
            }
            try pipeline.simulator.control("resume")
            try pipeline.run { try isBeyond(600, $0) }
            // A frame that waits to be overtaken is sent with the next one.
            try pipeline.simulator.control("clear")
            try pipeline.simulator.control("resume")
            try pipeline.run { try isBeyond(660, $0) }
            return try compare(pipeline)
        }

        /// Whether every feed has made so many steps and both sources are subscribed to it.
        private static func isBeyond(_ steps: Int, _ pipeline: RunningPipeline) throws -> Bool {
            let truth = try pipeline.truth("?levels=0")
            return truth.count == feeds.count
                && truth.allSatisfy { feed in
                    let connections = feed["connections"] as? [[String: Any]] ?? []
                    let labels = connections.filter { $0["subscribed"] as? Bool ?? false }.compactMap {
                        $0["label"] as? String
                    }
                    return (feed["steps"] as? Int ?? 0) >= steps && Set(labels).count == 2
                }
        }

        private static func compare(_ pipeline: RunningPipeline) throws -> Result {
            var result = Result()
            for kind in ["drop", "repeat", "reorder", "cutoff"] { result.faults[kind] = try pipeline.faults(kind) }
            result.duplicates = pipeline.dedup.total("tapedeck_duplicates_total")
            result.gaps = pipeline.tape.records(TopicName.market(.gap)).map(\.text)
            (result.books, result.wrong) = try BookComparison(pipeline).compare()
            for feed in try pipeline.truth("?levels=0") {
                let venue = feed["venue"] as? String ?? ""
                let product = feed["product"] as? String ?? ""
                for symbol in (feed["symbols"] as? [[String: Any]] ?? []) {
                    let name = symbol["symbol"] as? String ?? ""
                    let made =
                        ((symbol["kinds"] as? [String: Any])?["trade"] as? [String: Any])?["delivered"] as? Int ?? 0
                    let found = trades(pipeline, venue, product, name)
                    guard made > 0 else { continue }
                    result.trades += found.count
                    if Set(found).count != found.count { result.wrong.append("\(venue) \(name): trades twice") }
                    if found.count != made { result.wrong.append("\(venue) \(name): \(found.count) trades of \(made)") }
                }
            }
            return result
        }

        /// The ids of a market's trades on `market.trade.v1`.
        private static func trades(_ pipeline: RunningPipeline, _ venue: String, _ product: String, _ symbol: String)
            -> [String]
        {
            pipeline.tape.records(TopicName.market(.trade)).compactMap { record in
                guard record.key == "\(venue):\(product):\(symbol)",
                    let document = try? JSONSerialization.jsonObject(with: Data(record.value)) as? [String: Any]
                else { return nil }
                return document["trade_id"] as? String
            }
        }
    }
}
