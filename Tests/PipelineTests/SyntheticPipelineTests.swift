import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit

extension WholeSystem {
    /// A synthetic market of every venue and product over two sources, through every service.
    @Suite("The whole system on a synthetic market", .serialized)
    struct SyntheticPipelineTests {
        /// What is recorded: all that the venues' plans take by default, and Coinbase's orders, which come over its other feed.
        enum Scope: String, Sendable, CaseIterable, CustomTestStringConvertible {
            case everything, orders

            var testDescription: String { rawValue }

            var markets: [PipelineOptions.Market] {
                switch self {
                case .everything: PipelineOptions.everything(symbols: 1)
                case .orders:
                    PipelineOptions.everything(symbols: 1).filter { $0.venue.name == "coinbase" }.map { market in
                        var market = market
                        market.kinds = [.trade, .book, .order, .quote, .ticker, .instrument, .status]
                        return market
                    }
                }
            }

            /// The types of document that must come.
            var types: Set<String> {
                switch self {
                case .everything:
                    [
                        "trade", "book_snapshot", "book_delta", "quote", "ticker", "funding", "liquidation",
                        "instrument",
                        "status",
                    ]
                case .orders:
                    [
                        "trade", "book_snapshot", "book_delta", "order_snapshot", "order", "quote", "ticker",
                        "instrument",
                    ]
                }
            }
        }

        @Test(
            "every document is valid by its schema, and every Parquet row equals its document on Kafka",
            .enabled(if: Python.isAvailable, Python.missing), arguments: Scope.allCases, [UInt64(20_260_801)])
        func documents(scope: Scope, seed: UInt64) async throws {
            let run = try await onOwnThread { try SyntheticRun.make(scope.markets, seed: seed) }
            #expect(run.deadLetters == [])
            #expect(run.missingKinds == [])
            // Both sources' copies went in, one came out.
            #expect(run.duplicates > 0)
            let schemas = run.schemaCheck.split(separator: "\n").map(String.init)
            #expect(schemas.filter { $0.hasPrefix("wrong") } == [])
            // Gap and coverage are dedup's own: nothing was missing here.
            let types = Set(schemas.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) })
            #expect(types.isSuperset(of: scope.types))
            #expect(run.archiveDifferences == "")
            #expect(run.archivedDocuments > 300)
        }
    }
}
