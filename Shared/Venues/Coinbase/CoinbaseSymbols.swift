import MarketData
import VenueKit

/// Coinbase's spellings are ours: `BTC-USD`.
enum CoinbaseSymbols {
    /// Distinguishes the venue's symbols from those of other venues in one table.
    static let venue = VenueTag("coinbase")

    /// The longest spelling that is taken for a symbol; real ones have up to 16 bytes.
    static let maximumLength = 48

    /// The entry of a symbol.
    static func entry(_ symbol: String, product: Product) -> SymbolEntry {
        SymbolEntry(venue: Coinbase.venueName, product: product, symbol: symbol, instrument: symbol)
    }
}
