import Foundation
import MarketData
import PipelineSupport
import TestSupport
import Testing
import Venues

extension WholeSystem {
    /// Recordings played by the simulator, recorded by the producers, and read from Kafka and Redis as a user would.
    @Suite(
        "Recorded books through the whole system", .serialized,
        .enabled(if: Recordings.folder != nil, "no recorded frames: set TAPEDECK_FRAMES"))
    struct GoldenPipelineTests {
        /// The recordings that are played: at least one a venue, those that are through within seconds.
        private static let recordings = Recording.books.filter { recording in
            [
                "BYBIT.v3.linear", "spot/btcusdt_20240808", "usdm/btcusdt_20230404", "COINBASE.v3",
                "COINBASE.ws.28.0.974302da", "raw_mongo_input_a", "DERIBIT.v3", "DERIBIT.ws.30.0.4f5c3752",
            ].contains { recording.name.hasSuffix($0) }
        }

        @Test("every golden checkpoint is met on market.book.v1, and Redis has the last book", arguments: recordings)
        func checkpoints(recording: Recording) async throws {
            expectWhole(try await onOwnThread { try GoldenRun(of: recording).play() })
        }

        /// All of COIN-M's 93,000 frames would take CI a minute more.
        @Test("the first 30 golden checkpoints of COIN-M are met on market.book.v1, and Redis has the last book")
        func coinMargined() async throws {
            let recording = try #require(Recording.books.first { $0.name.hasSuffix("cm/btcusd_perp_20240808") })
            let result = try await onOwnThread { try GoldenRun(of: recording, checkpoints: 30).play() }
            #expect(result.checkpoints == 30)
            expectWhole(result)
        }

        private func expectWhole(_ result: GoldenRun.Result) {
            #expect(result.met == result.checkpoints)
            #expect(result.checkpoints > 0)
            #expect(result.wrong.isEmpty)
            #expect(result.gaps.isEmpty)
            #expect(result.deadLetters.isEmpty)
            #expect(result.booksInRedis > 0)
        }
    }
}
