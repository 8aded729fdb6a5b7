import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

extension WholeSystem {
    /// What a single source loses, no other source has: the book is broken until the venue sends a snapshot, for which dedup
    /// asks and which the producer fetches.
    @Suite("Books that broke", .serialized)
    struct MendingTests {
        @Test(
            "a book that lost changes of its only source is asked for anew, and is the venue's own again",
            arguments: [("bybit", Product.linear), ("binance", .linear), ("binance", .spot), ("deribit", .inverse)])
        func mended(name: String, product: Product) async throws {
            let result = try await onOwnThread { try Self.run(name, product) }
            #expect(result.dropped == 3)
            #expect(result.gaps > 0)
            #expect(result.obeyed > 0)
            #expect(result.sessions == 1)
            #expect(result.books == 1)
            // The hole itself is seen by every reader, once; the levels behind it are right again.
            #expect(
                result.wrong.count == 1 && result.wrong.allSatisfy { $0.contains("missing before") }, "\(result.wrong)")
            #expect(result.state == "live")
        }

        private struct Result: Sendable {
            var dropped = 0
            var gaps = 0
            /// Requests that the producer obeyed.
            var obeyed = 0
            var sessions = 0
            var books = 0
            var wrong: [String] = []
            /// The book's state in Redis.
            var state: String?
        }

        private static func run(_ name: String, _ product: Product) throws -> Result {
            let venue = try #require(VenueRegistry.venue(named: name))
            let symbol = venue.makeSimulation(for: product).instruments[0].symbol
            var options = PipelineOptions([.init(venue, product, symbols: [symbol], kinds: [.book])])
            options.simulation.framesPerSecond = 100
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            func steps() throws -> Int { try pipeline.truth("?levels=0").first?["steps"] as? Int ?? 0 }
            func obeyed() -> Int {
                ["resubscribed", "requested"].reduce(0) {
                    $0 + pipeline.producers[0].total("tapedeck_resnapshots_total", "outcome=\"\($1)\"")
                }
            }
            // The producer listens from some moment on: what it does not hear, dedup asks for again.
            try pipeline.run { _ in try steps() > 100 }
            try pipeline.simulator.control("fault?kind=drop&count=3")
            try pipeline.simulator.control("resume")
            try pipeline.run(seconds: 180) { _ in try obeyed() > 0 && steps() > 400 }
            // A book that was mended is live.
            try pipeline.simulator.control("resume")
            let end = try steps() + 200
            try pipeline.run { _ in try steps() > end }
            var result = Result()
            result.dropped = try pipeline.faults("drop")
            result.gaps = pipeline.tape.records(TopicName.market(.gap)).count
            result.obeyed = obeyed()
            result.sessions =
                Set(
                    pipeline.tape.records(TopicName.raw(venue: name)).compactMap { $0.headers["session"] }
                ).count
            result.state = try RedisBook.read("book:\(name):\(product.name):\(symbol)", from: pipeline.redis)?.state
            (result.books, result.wrong) = try BookComparison(pipeline).compare()
            return result
        }
    }
}
