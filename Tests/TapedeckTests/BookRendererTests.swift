import JSON
import MarketData
@testable import TapedeckCore
import Testing

@Suite("A book on the screen")
struct BookRendererTests {
    /// As signals writes it: `book:bybit:linear:BTCUSDT`.
    private static let text = """
        {"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP","product":"linear","state":"live",\
        "sequence":177400507,"depth":200,"ts_event":1795250580000000000,"ts_recv":1795250580003000000,\
        "ts_written":1795250580004500000,"bid_levels":200,"ask_levels":198,\
        "bids":[["65114.3","0.52"],["65114","12"],["65113.75","0.001"]],"asks":[["65114.4","1.2"],["65120","3"]]}
        """

    private static func view(_ text: String = text) throws -> BookView { try BookView(Array(text.utf8)) }

    @Test("asks stand above bids, points under each other, sizes summed from the best on")
    func ladder() throws {
        let lines = BookRenderer(levels: 10).lines(
            try Self.view(), now: Timestamp(nanoseconds: 1_795_250_580_015_000_000))
        #expect(
            lines == [
                "bybit:linear:BTCUSDT  BTC-USDT-PERP  live",
                "sequence 177400507   age 12 ms   in Redis 1.5 ms after receipt   event 2026-11-21T08:43:00.000000000Z"
                    + "   depth 200   198 asks, 200 bids",
                "",
                "        PRICE    SIZE   TOTAL",
                "ask  65120.00   3.000   4.200",
                "ask  65114.40   1.200   1.200",
                "     spread 0.1 (0.02 bp)   mid 65114.35",
                "bid  65114.30   0.520   0.520",
                "bid  65114.00  12.000  12.520",
                "bid  65113.75   0.001  12.521",
            ])
    }

    @Test("no more levels are shown than asked for, the best ones")
    func levels() throws {
        let lines = BookRenderer(levels: 1).lines(try Self.view(), now: Timestamp(nanoseconds: 0))
        #expect(
            lines.suffix(3) == [
                "ask  65114.4  1.20   1.20", "     spread 0.1 (0.02 bp)   mid 65114.35", "bid  65114.3  0.52   0.52",
            ])
    }

    @Test("a book that is not live says what that means", arguments: BookState.allCases)
    func states(state: BookState) throws {
        let text = Self.text.replacing("\"live\"", with: "\"\(state.name)\"")
        let lines = BookRenderer(levels: 1).lines(try Self.view(text), now: Timestamp(nanoseconds: 0))
        #expect(lines[0].hasSuffix(state.name))
        #expect(lines[1].hasPrefix("sequence") == (state == .live))
    }

    @Test("an empty side is named")
    func emptySide() throws {
        let text = Self.text.replacing("[[\"65114.4\",\"1.2\"],[\"65120\",\"3\"]]", with: "[]")
        let lines = BookRenderer(levels: 1).lines(try Self.view(text), now: Timestamp(nanoseconds: 0))
        #expect(lines.contains("     no asks"))
    }

    @Test("prices at the ends of the range do not trap")
    func absurd() throws {
        let text = Self.text.replacing("65114.3\"", with: "-170000000000000000000\"")
            .replacing("65114.4\"", with: "170000000000000000000\"")
        let lines = BookRenderer(levels: 1).lines(try Self.view(text), now: Timestamp(nanoseconds: 0))
        #expect(lines.contains("     the sides are absurdly far apart"))
    }

    @Test("a colour ends where it began")
    func colors() throws {
        let lines = BookRenderer(levels: 1, isColored: true).lines(try Self.view(), now: Timestamp(nanoseconds: 0))
        #expect(lines.last == "\u{1B}[32mbid  65114.3  0.52   0.52\u{1B}[0m")
    }

    @Test(
        "what is no book is refused",
        arguments: ["", "{", "[]", "{}", "{\"state\":7}", "{\"state\":\"live\",\"bids\":3}"])
    func unreadable(text: String) {
        #expect(throws: DecodeError.self) { try Self.view(text) }
    }
}
