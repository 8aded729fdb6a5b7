import DeribitVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

@Suite("Deribit recordings", .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct DeribitRecordingTests {
    static let cryptofeed = "deribit/bmoscon+cryptofeed/"

    /// Recordings, and lines that no decoder can read, with the reason.
    static let recordings: [(name: String, explained: [Int: String])] = [
        (cryptofeed + "DERIBIT.0.cc2e7c40", [:]),
        (cryptofeed + "DERIBIT.v3", [:]),
        (cryptofeed + "DERIBIT.ws.30.0.4f5c3752", [:]),
        ("deribit/crypto-crawler+crypto-msg-parser/deribit", [:]),
        ("deribit/tardis-dev+tardis-node/deribit", [:]),
        ("deribit/thrasher-corp+gocryptotrader/deribit_ws", [:]),
        (
            "deribit/rsitech-ai+cryptofeed-rs/cryptofeed_rs_tests",
            [2: "a notification without parameters", 3: "a notification without parameters"]
        ),
    ]

    @Test("every frame is understood, and becomes as many events as it says", arguments: recordings)
    func everyFrame(name: String, explained: [Int: String]) throws {
        let frames = try RecordedFrame.all(name)
        let check = RecordingCheck(frames, venue: Deribit(), product: .inverse)
        #expect(Set(check.errors.keys) == Set(explained.keys), "\(check.errors)")
        func count(_ texts: String...) -> Int {
            texts.reduce(0) { $0 + RecordedFrame.count(frames, of: $1) }
        }
        #expect(check.events[.trade, default: 0] == count("\"trade_id\":"))
        #expect(check.events[.ticker, default: 0] == count("\"channel\":\"ticker."))
        #expect(check.events[.quote, default: 0] == count("\"channel\":\"ticker.", "\"channel\":\"quote."))
        // A book that was asked for holds its state; nothing else with a change_id does.
        #expect(check.events[.book, default: 0] == count("\"change_id\":"))
        #expect(check.events[.instrument, default: 0] == count("\"kind\":"))
        #expect(check.events[.liquidation, default: 0] == count("\"liquidation\":\"T\""))
    }
}
