/// Splits a symbol that joins base and quote without a separator, by a venue's list of quote currencies.
///
/// It uses a list instead of the venue's REST answer, so that documents depend only on the raw record.
public struct SymbolSplit: Sendable {
    /// Quote currencies, longest first.
    private let quotes: [String]

    /// Takes the venue's quote currencies in any order.
    public init(quotes: [String]) {
        self.quotes = quotes.sorted { $0.utf8.count > $1.utf8.count }
    }

    /// `BTCUSDT` → (`BTC`, `USDT`); nil if the symbol does not end in a quote currency, or nothing precedes it.
    public func split(_ symbol: some StringProtocol) -> (base: String, quote: String)? {
        for quote in quotes where symbol.hasSuffix(quote) && symbol.utf8.count > quote.utf8.count {
            return (String(symbol.dropLast(quote.count)), quote)
        }
        return nil
    }
}
