import MarketData
import Testing

@testable import Archive

@Suite("Archive: paths")
struct ArchivePathTests {
    @Test("a file's place is pinned: globs and partition columns depend on it")
    func pinned() {
        let symbol = SymbolEntry(venue: "coinbase", product: .spot, symbol: "BTC/USD", instrument: "BTC-USD")
        #expect(
            ArchivePath.path(
                table: "trade", version: 1, of: symbol,
                minute: Timestamp(nanoseconds: 1_700_000_040_000_000_000),
                log: TopicPartition(topic: "market.trade.v1", partition: 3), firstOffset: 17)
                == "trade/v1/venue=coinbase/product=spot/symbol=BTC%2FUSD/date=2023-11-14/hour=22/minute=14/market.trade.v1-3-17.parquet"
        )
    }

    @Test(
        "what a path or a partition column could stumble over is percent-encoded",
        arguments: [
            ("BTCUSDT", "BTCUSDT"), ("BTC-25MAR22-50000-C", "BTC-25MAR22-50000-C"), ("../x", "..%2Fx"),
            ("a=b c", "a%3Db%20c"), ("100%", "100%25"), ("Ω", "%CE%A9"), ("t_BTC:USD", "t_BTC%3AUSD"), ("a\0", "a%00"),
        ])
    func encoded(_ symbol: String, _ name: String) {
        #expect(ArchivePath.encoded(symbol) == name)
    }

    @Test("a symbol that no folder can be named after is refused")
    func tooLong() {
        func isUsable(_ symbol: String) -> Bool {
            ArchivePath.isUsable(SymbolEntry(venue: "v", product: .spot, symbol: symbol, instrument: ""))
        }
        #expect(isUsable(String(repeating: "A", count: 248)))
        #expect(!isUsable(String(repeating: "A", count: 249)))
        #expect(!isUsable(String(repeating: "/", count: 100)))
    }
}
