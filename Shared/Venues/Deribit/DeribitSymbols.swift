import MarketData
import VenueKit

/// Deribit's instrument names and ours. The name determines the product; one connection serves all products.
///
/// https://docs.deribit.com/articles/naming-conventions (instrument naming): `BTC-PERPETUAL`, `ETH_USDC-PERPETUAL`,
/// `BTC-25SEP26`, `BTC-25SEP26-60000-C`, `XRP_USDC-25SEP26-0d65-P` (a `d` stands for the decimal point), `BTC_USDC`.
/// Combinations such as `BTC-FS-25SEP26_PERP` keep their own spelling, because we have no form for them.
enum DeribitSymbols {
    /// Distinguishes the venue's symbols from those of other venues in one table.
    static let venue = VenueTag("deribit")

    /// The symbol entry of a name.
    static func entry(_ symbol: String, product: Product) -> SymbolEntry {
        SymbolEntry(
            venue: Deribit.name, product: product, symbol: symbol, instrument: instrument(symbol) ?? symbol)
    }

    /// The product, from the name alone.
    static func product(of symbol: UnsafeBufferPointer<UInt8>) -> Product {
        let dash = UInt8(ascii: "-")
        guard let first = symbol.firstIndex(of: dash) else { return .spot }
        let rest = symbol[(first + 1)...]
        // Names with two or more dashes are options or combinations; a combination of futures has FS.
        if rest.contains(dash), !rest.starts(with: "FS-".utf8) { return .option }
        return symbol[..<first].contains(UInt8(ascii: "_")) ? .linear : .inverse
    }

    /// Whether a name belongs to a combination: `BTC-FS-25SEP26_PERP`, `BTC-CS-31MAR23-100000_200000`. In a combination the
    /// currency is followed by a strategy, elsewhere by a date.
    static func isCombination(_ symbol: String) -> Bool {
        // This is called for each price below zero, so it does not split the name.
        let bytes = symbol.utf8
        let hyphen = UInt8(ascii: "-")
        guard let first = bytes.firstIndex(of: hyphen) else { return false }
        let rest = bytes[bytes.index(after: first)...]
        guard let byte = rest.first, byte != hyphen, byte &- 0x30 >= 10 else { return false }
        return rest.contains(hyphen)
    }

    private static func instrument(_ symbol: String) -> String? {
        let parts = symbol.split(separator: "-", omittingEmptySubsequences: false)
        guard let pair = parts.first, !pair.isEmpty else { return nil }
        let currencies = pair.split(separator: "_")
        guard currencies.count <= 2, let base = currencies.first else { return nil }
        let market = "\(base)-\(currencies.count == 2 ? currencies[1] : "USD")"
        switch parts.count {
        case 1: return currencies.count == 2 ? market : nil
        case 2 where parts[1] == "PERPETUAL": return "\(market)-PERP"
        case 2: return date(parts[1]).map { "\(market)-\($0)" }
        case 4 where parts[3] == "C" || parts[3] == "P":
            guard let date = date(parts[1]) else { return nil }
            let strike = String(parts[2].map { $0 == "d" ? "." : $0 })
            return "\(market)-\(date)-\(strike)-\(parts[3])"
        default: return nil
        }
    }

    /// `5JUN26` → `20260605`.
    private static func date(_ text: Substring) -> String? {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let bytes = text.utf8
        guard bytes.count == 6 || bytes.count == 7, let year = Int(text.suffix(2)),
            let day = Int(text.prefix(bytes.count - 5)), day > 0, day < 32, year >= 0,
            let month = months.firstIndex(of: String(text.dropFirst(bytes.count - 5).prefix(3)))
        else { return nil }
        return String(20_000_000 + year * 10_000 + (month + 1) * 100 + day)
    }
}
