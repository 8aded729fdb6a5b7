import MarketData

/// The names of the keys in Redis (docs/REDIS.md); a test pins them.
enum RedisKey {
    /// `<group>:<venue>:<product>:<symbol>`.
    static func key(_ group: String, _ entry: SymbolEntry) -> String { "\(group):\(entry.market)" }

    /// `<group>:<instrument>`: over all venues.
    static func instrument(_ group: String, _ instrument: String) -> String { "\(group):\(instrument)" }

    /// The set of venues.
    static let venues = "venues"

    /// The set of a venue's markets, by their names.
    static func markets(_ venue: String) -> String { "markets:\(venue)" }
}
