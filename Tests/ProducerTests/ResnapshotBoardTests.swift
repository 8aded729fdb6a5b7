import Documents
import MarketData
import Testing

@testable import ProducerCore

@Suite("Resnapshot board")
struct ResnapshotBoardTests {
    private static let second: Int64 = 1_000_000_000

    private static func request(_ symbol: String, at second: Int64, channel: String = "book") -> ResnapshotRequest {
        ResnapshotRequest(
            venue: "bybit", product: .linear, symbol: symbol, channel: channel, source: "primary",
            reason: "sequence_jump", requestTime: Timestamp(nanoseconds: second * Self.second))
    }

    @Test("a book is asked for at most once in the interval; what comes too early is one request at its end")
    func interval() {
        var board = ResnapshotBoard(intervalMilliseconds: [.linear: 10_000])
        func judge(_ symbol: String, _ second: Int64, channel: String = "book") -> ResnapshotBoard.Verdict {
            board.judge(Self.request(symbol, at: second, channel: channel), at: second * Self.second)
        }
        #expect(judge("BTCUSDT", 100) == .now)
        #expect(judge("ETHUSDT", 100) == .now)
        #expect(judge("BTCUSDT", 100, channel: "order") == .now)
        #expect(judge("BTCUSDT", 103) == .later(7 * Self.second))
        #expect(judge("BTCUSDT", 104) == .conflated)
        board.due(Self.request("BTCUSDT", at: 103), at: 110 * Self.second)
        #expect(judge("BTCUSDT", 112) == .later(8 * Self.second))
        board.due(Self.request("BTCUSDT", at: 112), at: 120 * Self.second)
        #expect(judge("BTCUSDT", 130) == .now)
    }

    @Test("an old request is worth nothing")
    func stale() {
        var board = ResnapshotBoard(intervalMilliseconds: [.linear: 10_000])
        #expect(board.judge(Self.request("BTCUSDT", at: 100), at: 161 * Self.second) == .stale)
        #expect(board.judge(Self.request("BTCUSDT", at: 100), at: 160 * Self.second) == .now)
    }

    @Test("a clock that was set back holds nothing up")
    func clockSetBack() {
        var board = ResnapshotBoard(intervalMilliseconds: [.linear: 10_000])
        #expect(board.judge(Self.request("BTCUSDT", at: 1000), at: 1000 * Self.second) == .now)
        #expect(board.judge(Self.request("BTCUSDT", at: 10), at: 10 * Self.second) == .now)
    }

    @Test("however many symbols are named, no more are remembered than the limit")
    func memory() {
        var board = ResnapshotBoard(intervalMilliseconds: [.linear: 10_000])
        for number in 0..<ResnapshotBoard.maximumBooks * 2 {
            #expect(board.judge(Self.request("S\(number)", at: 100), at: 100 * Self.second) == .now)
            #expect(board.count <= ResnapshotBoard.maximumBooks)
        }
    }
}
