import Foundation
import MarketData
import Simulator

/// Holds the books that a reader of `market.book.v1` has against those that the simulator published.
public struct BookComparison {
    private let pipeline: RunningPipeline

    /// Compares those of this pipeline.
    public init(_ pipeline: RunningPipeline) { self.pipeline = pipeline }

    /// How many books were compared, and what differs: levels, or changes that are missing between two others.
    public func compare() throws -> (books: Int, wrong: [String]) {
        let reader = MarketBooks()
        for record in pipeline.tape.records(TopicName.market(.book)) { _ = try reader.apply(record) }
        var wrong = reader.gaps
        var count = 0
        for feed in try pipeline.truth("?levels=100") {
            let market = "\(feed["venue"] as? String ?? ""):\(feed["product"] as? String ?? "")"
            for symbol in feed["symbols"] as? [[String: Any]] ?? [] {
                let name = "\(market):\(symbol["symbol"] as? String ?? ""):"
                for (key, kept) in reader.books where key.hasPrefix(name) {
                    count += 1
                    wrong += try differences(key, kept, symbol["book"] as? [String: Any] ?? [:])
                }
            }
        }
        return (count, wrong)
    }

    private func differences(_ name: String, _ kept: MarketBooks.Kept, _ truth: [String: Any]) throws -> [String] {
        try [(Side.bid, "bids"), (Side.ask, "asks")].compactMap { side, key in
            let levels = try (truth[key] as? [[String]] ?? []).map {
                Level(price: try Decimal($0[0]), size: try Decimal($0[1]))
            }
            let own = kept.keeper.book.top(1000, side)
            guard own != levels else { return nil }
            return
                "\(name) \(key): \(own.prefix(3)) instead of \(levels.prefix(3)), \(own.count) of \(levels.count) levels"
        }
    }
}

extension RunningPipeline {
    /// How often a fault has happened.
    public func faults(_ kind: String) throws -> Int {
        let report = try JSONSerialization.jsonObject(with: Data(try simulator.control("truth?levels=0").utf8))
        return ((report as? [String: Any])?["faults"] as? [String: Int])?[kind] ?? 0
    }

    /// How many trades of a market the simulator has sent to anybody.
    public func tradesSent(venue: String, symbol: String) throws -> Int {
        let symbols = try truth("?levels=0&venue=\(venue)&symbol=\(symbol)").flatMap {
            $0["symbols"] as? [[String: Any]] ?? []
        }
        let trades = symbols.compactMap { ($0["kinds"] as? [String: Any])?["trade"] as? [String: Any] }
        return trades.reduce(0) { $0 + ($1["delivered"] as? Int ?? 0) }
    }
}
