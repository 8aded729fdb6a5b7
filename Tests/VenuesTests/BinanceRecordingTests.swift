import BinanceVenue
import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

@Suite("Binance recordings", .enabled(if: Recordings.folder != nil, "the folder TAPEDECK_FRAMES is not there"))
struct BinanceRecordingTests {
    /// A recording and what its bodies lack.
    struct Recording: Sendable, CustomStringConvertible {
        let name: String
        let product: Product
        var snapshotRequest: String?
        /// Lines that no decoder can read, with the reason.
        var explained: [Int: String] = [:]

        var description: String { name }
    }

    static let cryptofeed = "binance/bmoscon+cryptofeed/"
    static let hftbacktest = "binance/nkaz001+hftbacktest/"

    static let recordings: [Recording] = [
        Recording(name: cryptofeed + "BINANCE-b38f7c.0.2df3a1e7", product: .spot),
        Recording(name: cryptofeed + "BINANCE.0.07c2eb91", product: .spot),
        Recording(name: cryptofeed + "BINANCE.0.4c6a7fd9", product: .spot),
        Recording(name: cryptofeed + "BINANCE.http.0.0.34cc28de", product: .spot),
        Recording(name: cryptofeed + "BINANCE.http.0.0.fe235208", product: .spot),
        Recording(name: cryptofeed + "BINANCE.v3", product: .spot),
        Recording(name: cryptofeed + "BINANCE.ws.1.0.128297da", product: .spot),
        Recording(name: cryptofeed + "BINANCE.ws.1.0.fbfab721", product: .spot),
        Recording(name: cryptofeed + "BINANCE_DELIVERY.0.51f571bd", product: .inverse),
        Recording(name: cryptofeed + "BINANCE_DELIVERY.http.6.0.522a1d1c", product: .inverse),
        Recording(name: cryptofeed + "BINANCE_DELIVERY.v3", product: .inverse),
        Recording(name: cryptofeed + "BINANCE_FUTURES.0.244a71f5", product: .linear),
        Recording(name: cryptofeed + "BINANCE_FUTURES.0.71b37ee9", product: .linear),
        Recording(name: cryptofeed + "BINANCE_FUTURES.http.4.0.fb5a540a", product: .linear),
        Recording(name: cryptofeed + "BINANCE_FUTURES.v3", product: .linear),
        Recording(name: cryptofeed + "BINANCE_FUTURES.ws.5.0.eb87833e", product: .linear),
        Recording(name: hftbacktest + "cm/btcusd_perp_20240808", product: .inverse),
        Recording(name: hftbacktest + "cm/btcusd_perp_20240809", product: .inverse),
        Recording(
            name: hftbacktest + "spot/btcusdt_20230405", product: .spot,
            snapshotRequest: "/api/v3/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            name: hftbacktest + "spot/btcusdt_20240808", product: .spot,
            snapshotRequest: "/api/v3/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            name: hftbacktest + "usdm/btcusdt_20230404", product: .linear,
            snapshotRequest: "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            name: hftbacktest + "usdm/btcusdt_20230405", product: .linear,
            snapshotRequest: "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            name: "binance/barter-rs+barter-rs/barter_tests", product: .linear,
            explained: [
                3: "a spot snapshot without its request: no symbol",
                4: "a USD-M snapshot without its request: no symbol",
                5: "a piece of a frame", 12: "a trade whose m is a string, made for a test",
            ]),
        Recording(
            name: "binance/crypto-crawler+crypto-msg-parser/binance", product: .spot,
            snapshotRequest: "/api/v3/depth?symbol=BTCUSDT&limit=1000",
            explained: [
                6: "the old options platform (TRADE_ALL)", 37: "the old options platform (TICKER_ALL)",
            ]),
    ]

    @Test("every frame is understood, and becomes as many events as it says", arguments: recordings)
    func everyFrame(recording: Recording) throws {
        let frames = try RecordedFrame.all(recording.name, snapshotRequest: recording.snapshotRequest)
        let check = RecordingCheck(frames, venue: Binance(), product: recording.product)
        #expect(Set(check.errors.keys) == Set(recording.explained.keys), "\(check.errors)")
        let readable = frames.filter { recording.explained[$0.line] == nil }
        func count(_ texts: String...) -> Int {
            texts.reduce(0) { $0 + RecordedFrame.count(readable, of: $1) }
        }
        #expect(check.events[.trade, default: 0] == count("\"e\":\"trade\"", "\"e\":\"aggTrade\""))
        #expect(check.events[.book, default: 0] == count("\"e\":\"depthUpdate\"", "\"lastUpdateId\":"))
        let quotes = readable.filter {
            $0.bytes.range(of: Data("bookTicker".utf8)) != nil || $0.bytes.starts(with: Data("{\"u\":".utf8))
        }
        #expect(check.events[.quote, default: 0] == quotes.count)
        #expect(check.events[.liquidation, default: 0] == count("\"e\":\"forceOrder\""))
        #expect(check.outcomes[.ignored, default: 0] == count("\"e\":\"kline\""))
        #expect(check.events[.instrument, default: 0] == count("\"baseAsset\":"))
    }
}
