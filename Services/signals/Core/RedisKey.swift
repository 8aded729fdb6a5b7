package import MarketData

/// The names of the keys in Redis (docs/REDIS.md); a test pins them.
package enum RedisKey {
    /// `<group>:<venue>:<product>:<symbol>`.
    package static func key(_ group: String, _ market: MarketName) -> String { "\(group):\(market)" }

    /// `<group>:<instrument>`, over all venues.
    package static func instrument(_ group: String, _ instrument: String) -> String { "\(group):\(instrument)" }

    /// The set of venues.
    package static let venues = "venues"

    /// The set of the names of a venue's markets.
    package static func markets(_ venue: String) -> String { "markets:\(venue)" }
}
