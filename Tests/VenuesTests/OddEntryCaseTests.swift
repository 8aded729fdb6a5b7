import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

/// `Tests/Fixtures/cases/19-one-odd-instrument.jsonl`: what venues' lists may hold among good entries.
@Suite("Lists with one odd entry, as cases")
struct OddEntryCaseTests {
    /// What becomes of a frame of the file.
    struct Case: Sendable, CustomTestStringConvertible {
        /// Its number among the frames, from 0.
        var frame: Int
        /// The symbols that are published.
        var symbols: [String]
        /// The reasons of the entries that are not.
        var odd: [String] = []
        /// The reason of the frame that is nothing at all.
        var failure: String?
        /// A field that must not stand in the documents.
        var without = "\"nothing\""
        var testDescription: String { "frame \(frame): \(symbols + odd)" }
    }

    static let cases = [
        Case(frame: 0, symbols: ["GOODAUSDT", "ODDUSDT"]),
        Case(frame: 1, symbols: ["GOODBUSDT", "ODDUSDT"], without: "\"expiry\""),
        Case(frame: 2, symbols: ["GOODCUSDT", "ODDUSDT"], without: "\"expiry\""),
        Case(frame: 3, symbols: ["GOODDUSDT", "ODDUSDT"], without: "\"tick_size\""),
        Case(frame: 4, symbols: ["GOODEUSDT", "PREUSDT"]),
        Case(frame: 5, symbols: ["GOODFUSDT", "NULUSDT"]),
        Case(frame: 6, symbols: [], failure: "inconsistent"),
        Case(frame: 7, symbols: []),
        Case(frame: 8, symbols: ["GOOD-PERPETUAL", "ODD_USDC"], without: "\"option_type\""),
        Case(frame: 9, symbols: ["GOODG-PERPETUAL"], odd: ["unknown_value"]),
        Case(frame: 10, symbols: []),
        Case(frame: 11, symbols: ["GOODH-USD"], odd: ["wrong_type"]),
        Case(frame: 12, symbols: [], failure: "wrong_type"),
        Case(frame: 13, symbols: [], failure: "missing_field"),
    ]

    @Test("the good entries are published, an odd description is left out, an odd entry is named", arguments: cases)
    func entries(expected: Case) throws {
        let frame = try #require(Self.frames().dropFirst(expected.frame).first)
        let venue = try #require(VenueRegistry.venue(named: frame.venue))
        var pipe = DecodingPipe(venue: venue, product: try #require(Product(name: frame.product)))
        let context = FrameContext(origin: .rest, request: frame.request, receiveTime: Timestamp(nanoseconds: 1))
        var failure: String?
        do throws(DecodeError) {
            _ = try pipe.decode(frame.text.utf8, context: context)
        } catch {
            failure = error.code
        }
        #expect(failure == expected.failure)
        guard failure == nil else { return }
        var symbols: [String] = []
        for index in 0..<pipe.batch.instruments.count {
            symbols.append(pipe.batch.symbols[pipe.batch.instruments[index].header.symbol].symbol)
        }
        #expect(symbols == expected.symbols)
        #expect(pipe.oddEntries.map(\.error.code) == expected.odd)
        for document in pipe.documents() where document.contains("ODD") {
            #expect(!document.contains(expected.without))
        }
    }

    private struct Frame {
        var venue: String
        var product: String
        var request: String
        var text: String
    }

    /// Lines with `@` set what holds for the frames behind them.
    private static func frames() throws -> [Frame] {
        let file = Fixture.folder.appending(path: "cases/19-one-odd-instrument.jsonl")
        var values: [String: String] = [:]
        var frames: [Frame] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            guard line.hasPrefix("@") else {
                frames.append(
                    Frame(
                        venue: values["venue"] ?? "", product: values["product"] ?? "",
                        request: values["request"] ?? "", text: String(line)))
                continue
            }
            for part in line.dropFirst().split(separator: " ") {
                let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 { values[pair[0]] = pair[1] }
            }
        }
        return frames
    }
}
