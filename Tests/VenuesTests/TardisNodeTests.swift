import BinanceVenue
import BybitVenue
import CoinbaseVenue
import DeribitVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

/// Holds our events against what tardis-node, a normalizer written by others, makes of the same frames.
///
/// Deliberate differences are listed with their reason, line by line; docs/venues has the table. What is not listed must
/// agree in type, symbol, prices, sizes, side and time.
@Suite("tardis-node's expectations", .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct TardisNodeTests {
    /// A recording, and the lines on which we say something else on purpose.
    struct Case: Sendable, CustomStringConvertible {
        let venue: any Venue
        let name: String
        let product: Product
        /// Lines whose events are not compared.
        let differences: [Int: String]

        /// The recording.
        var description: String { name }
    }

    static let cases = [
        Case(
            venue: Binance(), name: "binance/tardis-dev+tardis-node/binance", product: .spot,
            differences: [
                7: "books are not buffered by the decoder: the keeper waits for the snapshot",
                8: "the buffered changes are not merged into the snapshot",
            ]),
        Case(
            venue: Binance(), name: "binance/tardis-dev+tardis-node/binance-futures", product: .linear,
            differences: [
                6: "a change that does not chain is the keeper's to judge, not the decoder's",
                8: "an answer without a time gives a ticker without one, not the time of the part before",
                9: "trades of the insurance fund are told by their kind, not left out",
                11: "a ticker goes out from the first 24hrTicker on",
            ]),
        Case(
            venue: Binance(), name: "binance/tardis-dev+tardis-node/binance-delivery", product: .inverse,
            differences: [
                3: "a ticker goes out from the first 24hrTicker on",
                5: "the index of a pair (indexPriceUpdate) is no part of a ticker: today's markPriceUpdate carries it",
                6: "the same, and the time is the open interest's own",
                7: "a liquidation's price is the average of its fills, not the order's limit",
                8: "trades of auto-deleveraging are told by their kind, not left out",
            ]),
        Case(
            venue: Deribit(), name: "deribit/tardis-dev+tardis-node/deribit", product: .inverse,
            differences: [2: "quotes come from their own channel too"]),
        Case(
            venue: Bybit(), name: "bybit/tardis-dev+tardis-node/bybit", product: .linear,
            differences: [
                6: "a ticker's change without the ticker before it gives none: a part is never passed on",
                15: "the time is the frame's own, not the later one of a frame before",
                18: "a part is never passed on", 19: "the same", 31: "the same",
                28: "level 1 of contracts is a book one level deep; their quotes come from the tickers",
                32: "a ticker's quote goes out too", 33: "the same",
                35: "level 1 of contracts is a book one level deep",
                36: "allLiquidation is read from its first day on, not from a date of the receiver's",
            ]),
        Case(
            venue: Bybit(), name: "bybit/tardis-dev+tardis-node/bybit-spot", product: .spot,
            differences: [
                1: "spot's formats before v5 are not read", 2: "the same", 3: "the same", 4: "the same",
            ]),
        Case(
            venue: Bybit(), name: "bybit/tardis-dev+tardis-node/bybit-options", product: .option,
            differences: [4: "a ticker's quote goes out too"]),
        Case(
            venue: Coinbase(), name: "coinbase/tardis-dev+tardis-node/coinbase", product: .spot,
            differences: [
                4: "a time that the venue does not know (year 1) is none, not the time of the change before",
                5: "a ticker is more than a quote, and a quote without sizes is none", 6: "the same",
            ]),
    ]

    @Test("events agree, but for the differences that are listed", arguments: cases)
    func agree(testCase: Case) throws {
        guard let folder = Recordings.folder else { return }
        let frames = try RecordedFrame.all(testCase.name)
        var pipe = DecodingPipe(venue: testCase.venue, product: testCase.product)
        var compared = 0
        for data in try Recordings.lines(folder.appending(path: testCase.name + ".expected.jsonl")) {
            let entry = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let line = try #require(entry["line"] as? Int)
            let (bytes, context) = try Self.unwrapped(frames[line - 1])
            do throws(DecodeError) {
                _ = try pipe.decode(bytes, context: context)
            } catch {
                // A frame that is listed may be one that is not read at all.
                if testCase.differences[line] == nil { Issue.record("line \(line): \(error)") }
                continue
            }
            guard testCase.differences[line] == nil, let expected = entry["expected"] as? [[String: Any]] else {
                continue
            }
            let events = TardisEvents.of(pipe.batch)
            let wanted = expected.compactMap(TardisEvents.comparable)
            #expect(events == wanted, "line \(line)")
            compared += 1
        }
        #expect(compared > 0)
    }

    /// tardis-node writes REST bodies as frames of streams that it makes up, `depthSnapshot` and `openInterest`; we read
    /// the bodies as REST.
    private static func unwrapped(_ frame: RecordedFrame) throws -> (Data, FrameContext) {
        guard let object = try JSONSerialization.jsonObject(with: frame.bytes) as? [String: Any],
            object["generated"] != nil, let stream = object["stream"] as? String,
            let start = frame.bytes.range(of: Data("\"data\":".utf8))
        else { return (frame.bytes, frame.context) }
        let symbol = stream.prefix { $0 != "@" }.uppercased()
        return (
            frame.bytes[start.upperBound...].dropLast(),
            FrameContext(
                origin: .rest, request: "/depth?symbol=\(symbol)&limit=1000", receiveTime: frame.context.receiveTime)
        )
    }
}
