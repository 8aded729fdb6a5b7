import Foundation
import MarketData
import PipelineSupport
import TestSupport
import Testing
import VenueKit

extension WholeSystem {
    /// Recordings played by the simulator, recorded by the producers, and read from Kafka and Redis as a user would.
    @Suite(
        "Recorded books through the whole system", .serialized,
        .enabled(if: Recordings.folder != nil, "no recorded frames: set TAPEDECK_FRAMES"))
    struct GoldenPipelineTests {
        /// The recordings that are played.
        private static let recordings = Recording.books.filter { recording in
            [
                "BYBIT.v3.linear", "spot/btcusdt_20240808", "usdm/btcusdt_20230404", "cm/btcusd_perp_20240808",
                "COINBASE.v3", "COINBASE.ws.28.0.974302da", "raw_mongo_input_a", "DERIBIT.v3",
                "DERIBIT.ws.30.0.4f5c3752",
            ].contains { recording.name.hasSuffix($0) }
        }

        @Test("every golden checkpoint is met on market.book.v1, and Redis has the last book", arguments: recordings)
        func checkpoints(recording: Recording) async throws {
            let result = try await onOwnThread { try GoldenRun(of: recording).play() }
            #expect(result.met == result.checkpoints)
            #expect(result.checkpoints > 0)
            #expect(result.wrong.isEmpty)
            #expect(result.gaps.isEmpty)
            #expect(result.deadLetters.isEmpty)
            #expect(result.booksInRedis > 0)
        }
    }
}
