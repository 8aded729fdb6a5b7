import Foundation
import JSON
import MarketData
import NormalizerCore
import TestSupport
import Testing
import VenueKit

@Suite("FrameNormalizer")
struct FrameNormalizerTests {
    /// The documents of frames that arrive over one connection.
    private func documents(
        _ frames: [String], key: String, product: Product, kind: RawKind = .webSocket,
        session: Int64 = 1, by normalizer: inout FrameNormalizer
    ) throws -> [[String: Any]] {
        var result: [[String: Any]] = []
        let keyBytes = Array(key.utf8)
        for frame in frames {
            let bytes = Array(frame.utf8)
            try bytes.withUnsafeBytes { value in
                try keyBytes.withUnsafeBytes { key in
                    let raw = RawFrame(
                        value: value, key: key, kind: kind, product: product, session: session,
                        receiveTime: Timestamp(nanoseconds: 5))
                    _ = try normalizer.normalize(raw) { (document: FrameNormalizer.Document) throws(Never) in
                        let object = try? JSONSerialization.jsonObject(with: Data(document.value)) as? [String: Any]
                        result.append(object ?? [:])
                        result[result.count - 1]["key"] = String(decoding: document.key, as: UTF8.self)
                    }
                }
            }
        }
        return result
    }

    private let spotTrade =
        #"{"e":"trade","E":1672515782136,"s":"BTCUSDT","t":12345,"p":"16500.10","q":"0.5","T":1672515782136,"m":true,"M":true}"#
    private let bybitTrade =
        #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1672304486868,"data":[{"T":1672304486865,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":1783284617}]}"#

    @Test("one spelling on several venues and products stays several symbols")
    func sameSpelling() throws {
        var normalizer = FrameNormalizer()
        var seen: [String] = []
        for (key, product, frame) in [
            ("bybit/primary/spot-0", Product.spot, bybitTrade), ("binance/primary/spot-0", .spot, spotTrade),
            ("bybit/primary/linear-0", .linear, bybitTrade), ("binance/replica/spot-0", .spot, spotTrade),
        ] {
            for document in try documents([frame], key: key, product: product, by: &normalizer) {
                seen.append("\(document["key"] ?? "") \(document["source"] ?? "")")
            }
        }
        #expect(
            seen == [
                "bybit:spot:BTCUSDT primary", "binance:spot:BTCUSDT primary", "bybit:linear:BTCUSDT primary",
                "binance:spot:BTCUSDT replica",
            ])
    }

    @Test("a session and its successor overlap, and neither's state gets into the other's documents")
    func overlappingSessions() throws {
        // https://bybit-exchange.github.io/docs/v5/websocket/public/ticker: changes name only what has changed.
        func ticker(_ type: String, _ fields: String) -> String {
            #"{"topic":"tickers.BTCUSD","type":"\#(type)","ts":1,"cs":1,"data":{"symbol":"BTCUSD",\#(fields)}}"#
        }
        let first = #""lastPrice":"100","openInterest":"7""#
        var normalizer = FrameNormalizer()
        func prices(_ frame: String, session: Int64, kind: RawKind = .webSocket) throws -> [String] {
            try documents(
                [frame], key: "bybit/primary/inverse-0", product: .inverse, kind: kind, session: session,
                by: &normalizer
            )
            .filter { $0["type"] as? String == "ticker" }
            .map { "\($0["last_price"] ?? "") \($0["open_interest"] ?? "")" }
        }
        #expect(try prices(ticker("snapshot", first), session: 10) == ["100 7"])
        // The successor's part without its snapshot is no ticker, although the old session has one.
        #expect(try prices(ticker("delta", #""lastPrice":"101""#), session: 20) == [])
        #expect(try prices(ticker("snapshot", #""lastPrice":"102","openInterest":"8""#), session: 20) == ["102 8"])
        #expect(try prices(ticker("delta", #""lastPrice":"103""#), session: 10) == ["103 7"])
        #expect(try prices(ticker("delta", #""lastPrice":"104""#), session: 20) == ["104 8"])
        // Once the old one has said good-bye its decoder serves the next, which begins with nothing.
        #expect(
            try prices(#"{"state":"disconnected","reason":"replaced: age"}"#, session: 10, kind: .event) == [])
        #expect(try prices(ticker("delta", #""lastPrice":"105""#), session: 30) == [])
        #expect(try prices(ticker("delta", #""lastPrice":"106""#), session: 20) == ["106 8"])
        // A fourth takes the place of the oldest: its producer was killed and never said good-bye.
        #expect(try prices(ticker("snapshot", first), session: 40) == ["100 7"])
        #expect(try prices(ticker("delta", #""lastPrice":"107""#), session: 20) == [])
    }

    @Test("what happens to a connection becomes a status of the venue")
    func events() throws {
        var normalizer = FrameNormalizer()
        let documents = try documents(
            [#"{"state":"disconnected","reason":"gone"}"#], key: "bybit/primary/linear-0", product: .linear,
            kind: .event, by: &normalizer)
        #expect(
            documents.count == 1 && documents[0]["type"] as? String == "status"
                && documents[0]["symbol"] as? String == "*")
        #expect(documents[0]["state"] as? String == "disconnected" && documents[0]["severity"] as? String == "warning")
        #expect(documents[0]["message"] as? String == "primary/linear-0: gone")
    }

    @Test(
        "a frame that cannot be understood is an error with its name and leaves the next one unharmed",
        arguments: [
            ("binance/primary/spot-0", "{", "truncated"), ("binance/primary/spot-0", "[]x", "trailing_bytes"),
            ("nowhere/primary/spot-0", "{}", "unknown_value"),
            ("nonsense", "{}", "unknown_value"),
            ("bybit/primary/linear-0", #"{"topic":"weather.BTCUSDT","data":[]}"#, "unknown_channel"),
            (
                "bybit/primary/linear-0",
                #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"0.001","i":"x"}]}"#,
                "missing_field"
            ),
            (
                "bybit/primary/linear-0",
                #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"1e99","p":"1","i":"x"}]}"#,
                "number_does_not_fit"
            ),
        ])
    func undecodable(_ key: String, _ frame: String, _ code: String) throws {
        var normalizer = FrameNormalizer()
        var thrown = ""
        do {
            _ = try documents([frame], key: key, product: .linear, by: &normalizer)
        } catch let failure as NormalizeFailure<Never> {
            if case .undecodable(let error) = failure { thrown = error.code }
        }
        #expect(thrown == code)
        #expect(
            try documents([bybitTrade], key: "bybit/primary/linear-0", product: .linear, by: &normalizer).count == 1)
    }
}
