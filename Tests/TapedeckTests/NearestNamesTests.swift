@testable import TapedeckCore
import Testing

@Suite("Nearest names")
struct NearestNamesTests {
    private static let symbols = ["BTCUSDT", "BTCUSD", "ETHUSDT", "1000PEPEUSDT", "BTC-PERPETUAL"]

    @Test(
        "case and separators do not count, then typos, then parts",
        arguments: [
            ("btc-usdt", ["BTCUSDT"]), ("BTCUSTD", ["BTCUSD", "BTCUSDT"]), ("pepe", ["1000PEPEUSDT"]),
            ("perpetual", ["BTC-PERPETUAL"]), ("DOGEEUR", []),
        ])
    func nearest(name: String, expected: [String]) {
        #expect(NearestNames.of(name, among: Self.symbols) == expected)
    }

    @Test("no more are named than asked for")
    func limit() {
        #expect(NearestNames.of("BTC", among: Self.symbols, limit: 2) == ["BTCUSD", "BTCUSDT"])
    }
}
