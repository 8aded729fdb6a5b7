import MarketData

/// The names of the keys in Redis (docs/REDIS.md); a test pins them.
enum RedisKey {
    /// `<venue>:<symbol>`.
    static func market(_ entry: SymbolEntry) -> String { "\(entry.venue):\(entry.symbol)" }

    /// `<group>:<venue>:<symbol>`, with `:<product>` for a market that does not own the plain key.
    static func key(_ group: String, _ entry: SymbolEntry, ownsPlainKey: Bool) -> String {
        let plain = "\(group):\(entry.venue):\(entry.symbol)"
        return ownsPlainKey ? plain : "\(plain):\(entry.product.name)"
    }

    /// `<group>:<instrument>`: over all venues.
    static func instrument(_ group: String, _ instrument: String) -> String { "\(group):\(instrument)" }

    /// The set of venues.
    static let venues = "venues"

    /// The set of a venue's symbols.
    static func symbols(_ venue: String) -> String { "symbols:\(venue)" }
}
