import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

@Suite("Lag")
struct LagWatchTests {
    private static let second: Int64 = 1_000_000_000

    /// Whether each sample of these lags, in seconds, is called late.
    private static func judge(_ lags: [Int64], others: Int64? = nil) -> [Bool] {
        var watch = LagWatch()
        return lags.enumerated().map { index, lag in
            let now = Int64(1000 + index) * second
            guard let sample = watch.take(sent: now - lag * second, received: now) else { return false }
            return watch.isLate(sample, others: others.map { $0 * second })
        }
    }

    @Test("ten late samples in a row are late, by the best that the session itself has seen")
    func own() {
        #expect(Self.judge([1, 1] + Array(repeating: 7, count: 10)).firstIndex(of: true) == 11)
        #expect(!Self.judge([1, 1] + Array(repeating: 6, count: 50)).contains(true))
        #expect(!Self.judge([1] + Array(repeating: [7, 7, 7, 1], count: 20).flatMap { $0 }).contains(true))
        // A clock that is wrong by a minute is no lag.
        #expect(!Self.judge(Array(repeating: 60, count: 50)).contains(true))
        #expect(!Self.judge(Array(repeating: -60, count: 50)).contains(true))
    }

    @Test("another source is the better measure: late is who is behind it, from the first sample on")
    func others() {
        #expect(Self.judge(Array(repeating: 60, count: 20), others: 50).firstIndex(of: true) == 9)
        #expect(!Self.judge([1] + Array(repeating: 60, count: 50), others: 58).contains(true))
    }

    @Test("what cannot be a lag is none")
    func implausible() {
        #expect(!Self.judge([1] + Array(repeating: 100_000, count: 50)).contains(true))
        var watch = LagWatch()
        for sent in [Int64.min, .max, 0] {
            #expect(watch.take(sent: sent, received: 1_700_000_000 * Self.second) == nil)
        }
    }

    @Test("a frame a second is looked at")
    func pace() {
        var watch = LagWatch()
        #expect(watch.wantsSample(at: 0))
        _ = watch.take(sent: 0, received: 10 * Self.second)
        #expect(!watch.wantsSample(at: 11 * Self.second - 1))
        #expect(watch.wantsSample(at: 11 * Self.second))
    }

    @Test("the board knows the least lag of the other sources of a feed, while it is fresh")
    func board() {
        let board = LagBoard()
        func note(_ lag: Int64, _ feed: String, _ source: String, _ second: Int64) -> Int64? {
            board.note(lag, feed: feed, source: source, at: second * Self.second)
        }
        #expect(note(5, "a", "primary", 100) == nil)
        #expect(note(7, "a", "replica", 101) == 5)
        #expect(note(9, "a", "third", 102) == 5)
        #expect(note(6, "a", "primary", 103) == 7)
        #expect(note(6, "b", "replica", 103) == nil)
        #expect(note(8, "a", "replica", 112) == 6)
        #expect(note(8, "a", "replica", 120) == nil)
    }

    @Test(
        "the venue's time of sending is found in its frames",
        arguments: [
            ("binance", #"{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1700000000123,"s":"BTCUSDT"}}"#),
            ("bybit", #"{"topic":"orderbook.50.BTCUSDT","ts":1700000000123,"type":"delta","data":{}}"#),
            (
                "deribit",
                #"{"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"type":"change","timestamp":1700000000123}}}"#
            ),
            (
                "coinbase",
                #"{"channel":"l2_data","timestamp":"2023-11-14T22:13:20.123Z","events":[{"product_id":"BTC-USD"}]}"#
            ),
            ("coinbase", #"{"type":"l2update","product_id":"BTC-USD","time":"2023-11-14T22:13:20.123000Z"}"#),
        ])
    func sentTimes(name: String, frame: String) throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        func time(_ frame: some Sequence<UInt8>) -> Int64? { venue.inspect(frame).sentTime?.nanoseconds }
        #expect(time(frame.utf8) == 1_700_000_000_123_000_000)
        for cut in 0..<frame.utf8.count {
            // Half a frame is nonsense or half a number, and no trap.
            _ = time(frame.utf8.prefix(cut))
        }
        // What makes it a frame of a channel stays; its time is nonsense, or huge.
        for text in [#""yesterday""#, #""""#, "99999999999999999999", "999999999999999999"] {
            let bad = frame.replacing("1700000000123", with: text).replacing(/"2023-[^"]*"/, with: text)
            #expect(bad != frame && time(bad.utf8) == nil, "\(bad)")
        }
    }
}
