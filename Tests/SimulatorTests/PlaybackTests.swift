import BybitVenue
import Foundation
import MarketData
import Testing
import VenueKit

@testable import Simulator

@Suite("Playback of recordings")
struct PlaybackTests {
    private static let trade = #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1,"data":[]}"#
    private static let book =
        #"{"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1,"data":{"s":"BTCUSDT","b":[],"a":[],"u":1,"seq":1}}"#
    private static let candle = #"{"topic":"kline.1.BTCUSDT","data":[],"ts":1,"type":"snapshot"}"#
    private static let ack = #"{"success":true,"ret_msg":"","conn_id":"x","req_id":"","op":"subscribe"}"#

    /// A harness that plays a recording, as it lies in its folder.
    private static func harness(_ recording: TemporaryRecording, _ change: (inout SimulatorOptions) -> Void = { _ in })
        throws -> CoreHarness
    {
        var options = SimulatorOptions()
        options.frames = [recording.folder.path]
        options.settleMilliseconds = 0
        change(&options)
        return try CoreHarness(options)
    }

    private static func text(_ frames: [[UInt8]]?) -> [String] {
        (frames ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("a connection gets the frames of its streams, in order and byte for byte", arguments: [false, true])
    func subscribed(packed: Bool) throws {
        let index =
            [
                "line\tkind\trecv_ts\tconn_or_url\tpayload",
                "-\tconnect\t1.0\tX wss://stream.bybit.com/v5/public/linear\t",
            ]
            + (1...5).map { "\($0)\trecv\t\($0).5\tX\t" }
        let recording = try TemporaryRecording(
            venue: "bybit", lines: [Self.ack, Self.book, Self.candle, Self.trade, Self.book], index: index,
            packed: packed)
        defer { recording.remove() }
        var harness = try Self.harness(recording)
        #expect(harness.connect(1, "/bybit/linear/v5/public/linear") == nil)
        harness.send(#"{"op":"subscribe","args":["orderbook.50.BTCUSDT","publicTrade.BTCUSDT"]}"#, on: 1)
        let acknowledged = harness.frames[1]?.count ?? 0
        harness.pass(milliseconds: 20)
        #expect(Self.text(harness.frames[1]).dropFirst(acknowledged) == [Self.book, Self.trade, Self.book])
        guard case .playback(let playback)? = harness.core.feeds[FeedKey(venue: "bybit", product: .linear)]?.source
        else {
            Issue.record("no playback")
            return
        }
        #expect(playback.played == 3)
        #expect(playback.skipped == 1)
        #expect(playback.recording.controlFrames == 1)
        #expect(playback.isFinished)
    }

    @Test("frames are due by their recorded times and the speed")
    func speed() throws {
        let lines = (0..<10).map { Self.trade.replacing("\"ts\":1", with: "\"ts\":\($0)") }
        let recording = try TemporaryRecording(
            venue: "bybit", lines: lines, times: (0..<10).map { 1_700_000_000_000_000_000 + Int64($0) * 1_000_000_000 })
        defer { recording.remove() }
        // Nothing tells the product: the venue's first one.
        let product = Bybit().products[0]
        var harness = try Self.harness(recording) { $0.speed = 10 }
        #expect(harness.connect(1, "/bybit/\(product.name)/v5/public/\(product.name)") == nil)
        harness.send(#"{"op":"subscribe","args":["publicTrade.BTCUSDT"]}"#, on: 1)
        let acknowledged = harness.frames[1]?.count ?? 0
        harness.pass(milliseconds: 5)
        #expect(harness.frames[1]?.count == acknowledged + 1)
        harness.pass(milliseconds: 300)
        #expect(harness.frames[1]?.count == acknowledged + 4)
        harness.pass(milliseconds: 1000)
        #expect(Self.text(harness.frames[1]).dropFirst(acknowledged) == lines[...])
    }

    @Test("a full send queue makes playback wait, and nothing is lost")
    func slowReader() throws {
        let lines = (0..<10).map { Self.trade.replacing("\"ts\":1", with: "\"ts\":\($0)") }
        let recording = try TemporaryRecording(venue: "bybit", lines: lines)
        defer { recording.remove() }
        let product = Bybit().products[0]
        var harness = try Self.harness(recording) { $0.highWaterBytes = 100 }
        _ = harness.connect(1, "/bybit/\(product.name)/v5/public/\(product.name)")
        harness.send(#"{"op":"subscribe","args":["publicTrade.BTCUSDT"]}"#, on: 1)
        let acknowledged = harness.frames[1]?.count ?? 0
        harness.pass(milliseconds: 50) { _ in 101 }
        #expect(harness.frames[1]?.count == acknowledged)
        // Room for one frame, and the one that goes over the mark, in each turn.
        harness.pass(milliseconds: 5)
        #expect(harness.frames[1]?.count == acknowledged + 2)
        harness.pass(milliseconds: 100)
        #expect(Self.text(harness.frames[1]).dropFirst(acknowledged) == lines[...])
    }

    // MARK: - Book snapshots in mid-stream

    private static let depth =
        #"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[],"a":[]}}"#
    private static let snapshot = #"{"lastUpdateId":2,"bids":[["1","2"]],"asks":[]}"#

    private static func snapshotHarness(wait: Int64) throws -> (CoreHarness, TemporaryRecording) {
        let lines = [depth, depth, snapshot, depth]
        let recording = try TemporaryRecording(venue: "binance", source: "hand/spot", lines: lines)
        var harness = try harness(recording) { $0.snapshotWaitMilliseconds = wait }
        #expect(harness.connect(1, "/binance/spot/stream") == nil)
        return (harness, recording)
    }

    @Test("a request is answered once playback has come to its snapshot, which waits for it")
    func snapshotInPlace() throws {
        var (harness, recording) = try Self.snapshotHarness(wait: 60_000)
        defer { recording.remove() }
        // Asked for before anything was played: it has to wait.
        let early = harness.ask("/binance/spot", "/api/v3/depth?symbol=BTCUSDT&limit=1000")
        harness.pass(milliseconds: 50)
        #expect(harness.answers[early] == nil)
        harness.send(#"{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}"#, on: 1)
        harness.pass(milliseconds: 10)
        #expect(harness.answers[early].map { String(decoding: $0.body, as: UTF8.self) } == Self.snapshot)
        #expect(Self.text(harness.frames[1]).dropFirst() == [Self.depth, Self.depth, Self.depth])
        // Asked for again: what was given out last.
        let late = harness.ask("/binance/spot", "/api/v3/depth?symbol=BTCUSDT&limit=1000")
        #expect(harness.answers[late].map { String(decoding: $0.body, as: UTF8.self) } == Self.snapshot)
    }

    @Test("playback waits before a snapshot for its request, for a bounded time")
    func snapshotWaits() throws {
        var (harness, recording) = try Self.snapshotHarness(wait: 1000)
        defer { recording.remove() }
        harness.send(#"{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}"#, on: 1)
        harness.pass(milliseconds: 500)
        #expect(Self.text(harness.frames[1]).count == 3)
        harness.pass(milliseconds: 600)
        #expect(Self.text(harness.frames[1]).count == 4)
        let other = harness.ask("/binance/spot", "/api/v3/depth?symbol=ETHUSDT")
        #expect(harness.answers[other]?.status == 404)
    }

    @Test("a folder without recordings says so")
    func nothingThere() {
        var options = SimulatorOptions()
        options.frames = ["/nonexistent"]
        #expect(throws: SimulatorError.self) { try CoreHarness(options) }
    }

    @Test("recorded answers go to the product that their address names; answers alone make no feed")
    func bodies() throws {
        let linear = #"{"retCode":0,"result":{"category":"linear","list":[]}}"#
        let spot = #"{"retCode":0,"result":{"category":"spot","list":[]}}"#
        let url = "https://api.bybit.com/v5/market/instruments-info?limit=1000&category="
        let index = [
            "line\tkind\trecv_ts\tconn_or_url\tpayload", "-\tconnect\t1.0\tX wss://stream.bybit.com/v5/public/linear\t",
            "1\thttp\t1.0\tX \(url)spot\t", "2\thttp\t1.1\tX \(url)linear\t", "3\trecv\t1.2\tX\t",
        ]
        let recording = try TemporaryRecording(venue: "bybit", lines: [spot, linear, Self.trade], index: index)
        defer { recording.remove() }
        var harness = try Self.harness(recording)
        let path = "/v5/market/instruments-info?category="
        let recorded = harness.ask("/bybit/linear", path + "linear&limit=1000")
        #expect(harness.answers[recorded].map { String(decoding: $0.body, as: UTF8.self) } == linear)
        let synthetic = harness.ask("/bybit/spot", path + "spot")
        #expect(harness.answers[synthetic]?.status == 200)
        #expect(harness.core.feeds[FeedKey(venue: "bybit", product: .spot)]?.market != nil)
    }
}
