import Foundation
import MarketData
import Redis
import SignalsCore
import ToolKit
import VenueKit

/// Reads the books in Redis like a user.
struct BookCheck {
    /// The state of a market's book, or what is wrong with it.
    struct Finding: Sendable {
        var venue: String
        var symbol: String
        var product: String
        /// `live`, another state, or `missing`.
        var state: String
        var bid: String
        var ask: String
    }

    private let redis: RedisConnection

    init(_ redis: RedisConfig) { self.redis = RedisConnection(redis) }

    /// The books of the markets that have one.
    func findings(_ markets: [SystemOptions.Market]) -> [Finding] {
        if !redis.isConnected { try? redis.connect() }
        return markets.filter { $0.venue.kinds(for: $0.product).contains(.book) }.flatMap { market in
            market.symbols.map { finding(market, $0) }
        }
    }

    private func finding(_ market: SystemOptions.Market, _ symbol: String) -> Finding {
        var finding = Finding(
            venue: market.venue.name, symbol: symbol, product: market.product.name, state: "missing", bid: "", ask: "")
        let name = MarketName(venue: market.venue.name, product: market.product, symbol: symbol)
        guard let text = (try? redis.send("GET", RedisKey.key("book", name)))?.text,
            let book = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else { return finding }
        finding.state = book["state"] as? String ?? "missing"
        finding.bid = (book["bids"] as? [[String]])?.first?.first ?? ""
        finding.ask = (book["asks"] as? [[String]])?.first?.first ?? ""
        return finding
    }
}
