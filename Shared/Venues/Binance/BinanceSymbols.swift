import MarketData
import VenueKit

/// Binance's spellings and ours.
///
/// Spot writes `BTCUSDT`; USD-M `BTCUSDT` (perpetual) and `BTCUSDT_260925` (delivery, yymmdd); COIN-M `BTCUSD_PERP` and
/// `BTCUSD_260925`.
enum BinanceSymbols {
    /// Distinguishes the venue's symbols from those of other venues in one table.
    static let venue = VenueTag("binance")

    /// The quote currencies of all three markets, from their exchangeInfo.
    private static let split = SymbolSplit(quotes: [
        "USDT", "USDC", "FDUSD", "BUSD", "TUSD", "USDP", "USDS", "USD1", "USDE", "RLUSD", "XUSD", "BFUSD", "U", "PAX",
        "UST",
        "DAI", "AEUR", "EURI", "BIDR", "IDRT", "BVND", "BTC", "ETH", "BNB", "XRP", "TRX", "DOGE", "DOT", "SOL", "VAI",
        "USD",
        "EUR", "GBP", "AUD", "TRY", "BRL", "RUB", "UAH", "NGN", "ZAR", "PLN", "RON", "ARS", "JPY", "MXN", "COP", "CZK",
        "IDR",
        "KZT",
    ])

    /// The entry of a symbol. One that ends in no known quote currency keeps its own spelling.
    static func entry(_ symbol: String, product: Product) -> SymbolEntry {
        SymbolEntry(
            venue: Binance.name, product: product, symbol: symbol, instrument: instrument(symbol, product: product))
    }

    private static func instrument(_ symbol: String, product: Product) -> String {
        let parts = symbol.split(separator: "_", maxSplits: 1)
        guard let pair = parts.first, let (base, quote) = split.split(pair) else { return symbol }
        guard product != .spot else { return parts.count == 1 ? "\(base)-\(quote)" : symbol }
        guard parts.count == 2, parts[1] != "PERP" else { return "\(base)-\(quote)-PERP" }
        return parts[1].utf8.count == 6 ? "\(base)-\(quote)-20\(parts[1])" : symbol
    }
}
