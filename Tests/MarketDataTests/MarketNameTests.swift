import MarketData
import Testing

@Suite("Market names")
struct MarketNameTests {
    @Test(
        "a name is read back as it was written",
        arguments: [
            ("binance", Product.linear, "BTCUSDT", "binance:linear:BTCUSDT"),
            ("deribit", .option, "*", "deribit:option:*"),
            ("bitfinex", .spot, "tDUSK:USD", "bitfinex:spot:tDUSK:USD"), ("a:b%", .spot, "c", "a%3Ab%25:spot:c"),
            ("%3A", .inverse, "", "%253A:inverse:"), ("", .spot, ":", ":spot::"),
            ("Ωé\u{301}%", .spot, "ü", "Ωé\u{301}%25:spot:ü"),
        ])
    func roundTrip(venue: String, product: Product, symbol: String, text: String) {
        let market = MarketName(venue: venue, product: product, symbol: symbol)
        #expect(market.description == text)
        #expect(MarketName(text) == market)
    }

    @Test("markets of hostile names stay apart")
    func apart() {
        let one = MarketName(venue: "a:linear", product: .spot, symbol: "x")
        let other = MarketName(venue: "a", product: .linear, symbol: "spot:x")
        #expect(one.description != other.description)
    }

    @Test(
        "what has no known product or no symbol is no name",
        arguments: ["", "bybit", "bybit:BTCUSDT", "bybit:future:BTCUSDT", "::"])
    func none(text: String) {
        #expect(MarketName(text) == nil)
    }

    @Test("a percent sign that begins nothing stands for itself")
    func percent() {
        #expect(MarketName("50%:spot:a")?.venue == "50%" && MarketName("%3a%:spot:a")?.venue == "%3a%")
    }
}
