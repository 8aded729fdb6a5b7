import Foundation
import Kafka
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

extension WholeSystem {
    /// What no decoder can understand goes to the dead letters whole, with the reason, and harms nothing else.
    @Suite("Bad input through the whole system", .serialized)
    struct BadInputTests {
        /// A frame on Bybit's linear connection and what must become of it.
        private struct BadFrame: Sendable {
            var what: String
            var frame: [UInt8]
            /// The header `error_code`; nil when the frame is good after all.
            var code: String?

            init(_ what: String, _ frame: String, _ code: String?) {
                self.what = what
                self.frame = Array(frame.utf8)
                self.code = code
            }

            init(_ what: String, bytes: [UInt8], _ code: String?) {
                self.what = what
                frame = bytes
                self.code = code
            }
        }

        /// https://bybit-exchange.github.io/docs/v5/websocket/public/trade, with what is wrong in its place.
        private static func trade(_ price: String, id: String, rest: String = #","S":"Buy","v":"0.001""#) -> String {
            #"{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1700000000001,"data":[{"T":1700000000000,"s":"BTCUSDT"\#(rest),"p":\#(price),"L":"PlusTick","i":"\#(id)","BT":false}]}"#
        }

        private static let frames: [BadFrame] = [
            BadFrame("good before", trade(#""37000.1""#, id: "bad-input-1"), nil),
            BadFrame("no JSON", "<html>502 Bad Gateway</html>", "malformed"),
            BadFrame("half a frame", String(trade(#""37000.1""#, id: "x").prefix(90)), "truncated"),
            BadFrame(
                "unknown channel", #"{"topic":"nonsense.BTCUSDT","type":"delta","ts":1,"data":{}}"#, "unknown_channel"),
            BadFrame("wrong type", trade("{}", id: "x"), "wrong_type"),
            BadFrame("missing field", trade(#""37000.1""#, id: "x", rest: #","S":"Buy""#), "missing_field"),
            BadFrame("no number", trade(#""0.-10000""#, id: "x"), "wrong_type"),
            BadFrame("price below zero", trade(#""-37000.1""#, id: "x"), "price_not_positive"),
            BadFrame(
                "size below zero", trade(#""37000.1""#, id: "x", rest: #","S":"Buy","v":"-1""#), "negative_size"),
            BadFrame("absurd number", trade(#""1e999""#, id: "x"), "number_does_not_fit"),
            BadFrame(
                "too many digits", trade(#""1\#(String(repeating: "0", count: 60))""#, id: "x"), "number_does_not_fit"),
            BadFrame(
                "invalid UTF-8", bytes: Array(#"{"topic":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8),
                "invalid_utf8"
            ),
            BadFrame("bytes behind the end", trade(#""37000.1""#, id: "x") + "}", "trailing_bytes"),
            BadFrame("nested too deep", String(repeating: "[", count: 100_000), "wrong_type"),
            BadFrame(
                "10 MB", #"{"topic":"\#(String(repeating: "a", count: 10 << 20))","data":{}}"#, "unknown_channel"),
            BadFrame("empty", "", "truncated"),
            // The order of keys is the venue's business.
            BadFrame(
                "another order of keys",
                #"{"data":[{"i":"bad-input-2","p":"37000.2","v":"0.002","S":"Sell","s":"BTCUSDT","T":1700000000002}],"ts":1700000000003,"type":"snapshot","topic":"publicTrade.BTCUSDT"}"#,
                nil),
            BadFrame("good after", trade(#""37000.3""#, id: "bad-input-3"), nil),
        ]

        @Test("each bad frame is a dead letter with its reason, counted, and the good ones come through")
        func handMade() async throws {
            let run = try await onOwnThread { try Self.publishFrames() }
            let bad = Self.frames.filter { $0.code != nil }
            #expect(run.letters.count == bad.count)
            for (letter, frame) in zip(run.letters, bad) {
                #expect(letter.value == frame.frame, "\(frame.what)")
                #expect(letter.headers["error_code"] == frame.code, "\(frame.what)")
                #expect(letter.headers["error"]?.isEmpty == false, "\(frame.what)")
                #expect(letter.headers["error_topic"] == "raw.bybit")
                #expect(letter.key == "bybit/hand/linear-0")
                // Its own header goes with it, so that it can be played again.
                #expect(letter.headers["kind"] == "ws")
                #expect(letter.headers["product"] == "linear")
            }
            #expect(run.counted == bad.count)
            #expect(run.trades == ["bad-input-1", "bad-input-2", "bad-input-3"])
            #expect(run.serviceErrors == [])
        }

        private struct Run: Sendable {
            var letters: [TapeRecord] = []
            var counted = 0
            var trades: [String] = []
            var serviceErrors: [String] = []
        }

        private static func publishFrames() throws -> Run {
            let venue = try #require(VenueRegistry.venue(named: "bybit"))
            // A synthetic market flows beside, over another connection of the same partition space.
            var options = PipelineOptions([.init(venue, .linear, symbols: ["ETHUSDT"], kinds: [.trade, .book])])
            options.simulation.framesPerSecond = 50
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            try pipeline.run { $0.tape.count("market.") > 20 }
            let producer = try KafkaProducer(KafkaProducerConfig(kafka: pipeline.kafka))
            let topic = try producer.topic(TopicName.raw(venue: "bybit"))
            for (index, frame) in frames.enumerated() {
                let headers = KafkaHeaders.raw(
                    .webSocket, frame: Int64(index), receiveTime: 1_800_000_000_000_000_000 + Int64(index))
                let (key, value) = (Array("bybit/hand/linear-0".utf8), frame.frame)
                try key.withUnsafeBytes { key in
                    try value.withUnsafeBytes { try producer.produce(to: topic, key: key, value: $0, headers: headers) }
                }
            }
            guard producer.flush(timeoutMilliseconds: 30_000) else {
                throw PipelineFailure(what: "the broker takes nothing")
            }
            try pipeline.settle()
            var run = Run()
            run.letters = pipeline.tape.records(TopicName.dead(stage: "normalizer"))
            run.counted = pipeline.normalizer.total("tapedeck_dead_letters_total")
            run.serviceErrors = pipeline.services.compactMap(\.error)
            run.trades = pipeline.tape.records(TopicName.market(.trade)).map(\.text).compactMap { text in
                text.range(of: #"bad-input-\d"#, options: .regularExpression).map { String(text[$0]) }
            }
            return run
        }

        @Test("venues that send garbage of every kind lose nothing else")
        func garbage() async throws {
            let run = try await onOwnThread { try Self.sendGarbage() }
            #expect(run.sent >= 10 * VenueRegistry.all.count)
            #expect(run.dead == run.sent)
            #expect(run.counted == run.dead)
            #expect(run.codes.isSuperset(of: ["malformed", "truncated", "invalid_utf8", "wrong_type"]))
            #expect(run.wrong == [])
            #expect(run.books == VenueRegistry.all.count)
        }

        private struct GarbageRun: Sendable {
            var sent = 0
            var dead = 0
            var counted = 0
            var codes: Set<String> = []
            var wrong: [String] = []
            var books = 0
        }

        private static func sendGarbage() throws -> GarbageRun {
            var options = PipelineOptions(
                VenueRegistry.all.map { venue in
                    let product = venue.products.contains(.inverse) ? Product.inverse : .spot
                    let symbol = venue.makeSimulation(for: product).instruments[0].symbol
                    return PipelineOptions.Market(venue, product, symbols: [symbol], kinds: [.trade, .book])
                })
            options.simulation.framesPerSecond = 50
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            try pipeline.run { pipeline in
                options.markets.allSatisfy { market in
                    pipeline.tape.records(TopicName.market(.book)).count { $0.key.hasPrefix(market.venue.name) } > 10
                }
            }
            var expected = 0
            for market in options.markets {
                // Deribit's frames hold numbers, not texts, so that there is nothing to put a wrong type into.
                for kind in GarbageKind.allCases where kind != .type || market.venue.name != "deribit" {
                    expected += 2
                    try pipeline.simulator.control(
                        "fault?kind=garbage&garbage=\(kind.rawValue)&count=2&venue=\(market.venue.name)")
                }
            }
            try pipeline.simulator.control("resume")
            try pipeline.run { try $0.faults("garbage") == expected }
            try pipeline.simulator.control("resume")
            let seen = pipeline.tape.count(TopicName.market(.book))
            try pipeline.run { $0.tape.count(TopicName.market(.book)) > seen + 50 }
            var run = GarbageRun()
            run.sent = try pipeline.faults("garbage")
            let letters = pipeline.tape.records(TopicName.dead(stage: "normalizer"))
            run.dead = letters.count
            run.codes = Set(letters.compactMap { $0.headers["error_code"] })
            run.counted = pipeline.normalizer.total("tapedeck_dead_letters_total")
            (run.books, run.wrong) = try BookComparison(pipeline).compare()
            return run
        }
    }
}
