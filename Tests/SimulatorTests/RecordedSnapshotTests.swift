import BinanceVenue
import Foundation
import MarketData
import TestSupport
import Testing
import VenueKit

@testable import Simulator

@Suite("Recorded book snapshots in mid-stream")
struct RecordedSnapshotTests {
    /// A checkpoint of the book made by an independent replay.
    struct Checkpoint: Decodable {
        var file: String
        var symbol: String
        var seq: Int64
        var bids: [[String]]
        var asks: [[String]]
        var n_bids: Int
        var n_asks: Int
    }

    static let samples: [(file: String, product: Product)] = [
        ("binance/nkaz001+hftbacktest/spot/btcusdt_20240808", .spot),
        ("binance/nkaz001+hftbacktest/usdm/btcusdt_20230404", .linear),
        ("binance/nkaz001+hftbacktest/cm/btcusd_perp_20240808", .inverse),
    ]

    @Test(
        "a producer's plan gets the frames and, in its place, the snapshot: the book is that of an independent replay",
        .enabled(if: Recordings.folder != nil, "no recordings: set TAPEDECK_FRAMES"), arguments: samples)
    func bridged(file: String, product: Product) throws {
        let folder = try #require(Recordings.folder)
        let golden = try #require(try Recordings.lines(folder.appending(path: file + ".golden.jsonl")).first)
        let checkpoint = try JSONDecoder().decode(Checkpoint.self, from: golden)
        var options = SimulatorOptions()
        options.frames = [folder.appending(path: file + ".frames.jsonl.gz").path]
        options.settleMilliseconds = 0
        var harness = try CoreHarness(options)
        let venue = Binance()
        let numbers = harness.subscribe(venue, product, kinds: [.book])
        harness.pass(milliseconds: 500)

        var reader = FeedReader(venue: venue, product: product, receiveTime: harness.time)
        let answer = try #require(harness.answers.values.first { $0.request.contains("symbol=\(checkpoint.symbol)&") })
        #expect(answer.status == 200)
        try reader.read(answer.body, answerTo: answer.request)
        let key = try #require(reader.books.keys.first)
        for frame in numbers.flatMap({ harness.frames[$0] ?? [] }) where reader.books[key]?.last != checkpoint.seq {
            try reader.read(frame)
        }
        #expect(reader.violations.isEmpty)
        let book = try #require(reader.books[key])
        #expect(book.last == checkpoint.seq)
        for (side, expected, count) in [
            (Side.bid, checkpoint.bids, checkpoint.n_bids), (.ask, checkpoint.asks, checkpoint.n_asks),
        ] {
            let levels = book.levels.levels(side)
            #expect(levels.count == count)
            #expect(levels.prefix(expected.count).map { ["\($0.price)", "\($0.size)"] } == expected)
        }
    }
}
