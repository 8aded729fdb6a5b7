import MarketData
import VenueKit

/// Bybit's spellings, https://bybit-exchange.github.io/docs/v5/enum#symbol
///
/// | product | symbol | instrument |
/// |---|---|---|
/// | spot | `BTCUSDT` | `BTC-USDT` |
/// | linear | `BTCUSDT`, `BTCPERP` | `BTC-USDT-PERP`, `BTC-USDC-PERP` |
/// | linear | `BTCUSDT-21FEB25`, `BTC-24MAR23` | `BTC-USDT-20250221`, `BTC-USDC-20230324` |
/// | inverse | `BTCUSD`, `BTCUSDH23` | `BTC-USD-PERP`, `BTC-USD-20230331` |
/// | option | `BTC-27MAR26-70000-P-USDT`, `BTC-28APR23-29500-C` | `BTC-USDT-20260327-70000-P`, `BTC-USD-20230428-29500-C` |
enum BybitSymbols {
    /// Distinguishes the venue's symbols from those of other venues in one table.
    static let venue = VenueTag("bybit")

    /// The longest spelling that is taken for a symbol; real ones have up to 28 bytes.
    static let maximumLength = 48

    /// Quote currencies of `/v5/market/instruments-info`.
    private static let split = SymbolSplit(quotes: [
        "USDT", "USDC", "USDE", "USD1", "RLUSD", "XUSD", "USD", "DAI", "EUR", "GBP", "AED", "BRL", "PLN", "TRY", "BTC",
        "ETH", "SOL",
    ])

    /// The entry of a symbol. A spelling that is not understood becomes its own instrument: no event is lost for it.
    static func entry(_ symbol: String, product: Product) -> SymbolEntry {
        SymbolEntry(
            venue: Bybit.venueName, product: product, symbol: symbol,
            instrument: instrument(symbol, product: product) ?? symbol)
    }

    private static func instrument(_ symbol: String, product: Product) -> String? {
        switch product {
        case .spot: split.split(symbol).map { "\($0.base)-\($0.quote)" }
        case .linear: linear(symbol)
        case .inverse: inverse(symbol)
        case .option: option(symbol)
        }
    }

    private static func linear(_ symbol: String) -> String? {
        let parts = symbol.split(separator: "-", omittingEmptySubsequences: false)
        switch parts.count {
        case 1:
            if symbol.hasSuffix("PERP"), symbol.utf8.count > 4 { return "\(symbol.dropLast(4))-USDC-PERP" }
            return split.split(symbol).map { "\($0.base)-\($0.quote)-PERP" }
        case 2:
            guard let date = ExpiryDate(dayMonthYear: parts[1]) else { return nil }
            let pair = parts[0].hasSuffix("USDT") ? split.split(parts[0]) : (String(parts[0]), "USDC")
            return pair.map { "\($0.base)-\($0.quote)-\(date)" }
        default: return nil
        }
    }

    private static func inverse(_ symbol: String) -> String? {
        if let perpetual = split.split(symbol) { return "\(perpetual.base)-\(perpetual.quote)-PERP" }
        guard let date = ExpiryDate(monthCode: symbol.suffix(3)), let pair = split.split(symbol.dropLast(3)) else {
            return nil
        }
        return "\(pair.base)-\(pair.quote)-\(date)"
    }

    private static func option(_ symbol: String) -> String? {
        let parts = symbol.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4 || parts.count == 5, let date = ExpiryDate(dayMonthYear: parts[1]) else { return nil }
        // Options without a suffix are quoted in dollars and settled in USDC.
        let quote = parts.count == 5 ? parts[4] : "USD"
        return "\(parts[0])-\(quote)-\(date)-\(parts[2])-\(parts[3])"
    }
}
