import Documents
import Foundation
import JSON
import Kafka
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

/// Requests of `control.resnapshot`, against the simulator.
@Suite("Producer obeys requests for snapshots", .serialized)
struct ResnapshotTests {
    /// A producer that hears requests, and one that sends them.
    private final class Desk {
        let run: RunningProducer
        private let producer: KafkaProducer
        private let topic: KafkaTopic

        init(_ name: String, _ product: Product, kinds: [EventKind] = [.book]) throws {
            let venue = try #require(VenueRegistry.venue(named: name))
            let symbols = venue.makeSimulation(for: product).instruments.prefix(2).map(\.symbol)
            var options = PipelineOptions([.init(venue, product, symbols: Array(symbols), kinds: kinds)])
            options.simulation.framesPerSecond = 50
            run = try RunningProducer(options, otherTopics: [TopicName.resnapshot]) { config, _ in
                for product in config.policies.keys { config.policies[product]?.resnapshotMilliseconds = 3000 }
            }
            producer = try KafkaProducer(
                KafkaProducerConfig(kafka: KafkaConfig(bootstrapServers: run.broker.bootstrapServers)))
            topic = try producer.topic(TopicName.resnapshot)
        }

        /// Sends a request, or any other record's value.
        func send(_ value: String) throws {
            try producer.produce(to: topic, key: "bybit:linear:BTCUSDT", value: value)
            #expect(producer.flush(timeoutMilliseconds: 30_000))
        }

        func ask(
            _ venue: String, _ product: Product, _ symbol: String, channel: String = "book", ageSeconds: Double = 0
        ) throws {
            var writer = JSONWriter()
            ResnapshotRequest(
                venue: venue, product: product, symbol: symbol, channel: channel, source: "primary",
                reason: "sequence_jump",
                requestTime: Timestamp(nanoseconds: Int64((Date().timeIntervalSince1970 - ageSeconds) * 1e9))
            ).write(to: &writer)
            try send(writer.string)
        }

        func outcomes(_ outcome: String) -> Int {
            run.service.total("tapedeck_resnapshots_total", "outcome=\"\(outcome)\"")
        }

        /// Asks until the producer hears: it reads from the topic's end, which begins at some moment after its start.
        func askUntilHeard(_ venue: String, _ product: Product, _ symbol: String, _ outcome: String) throws {
            try run.wait(for: "a request that is heard") {
                if outcomes(outcome) > 0 { return true }
                try ask(venue, product, symbol)
                usleep(200_000)
                return false
            }
        }

        func stop() {
            _ = producer.close(timeoutMilliseconds: 1000)
            run.stop()
        }
    }

    @Test(
        "a venue with snapshots inside the stream is subscribed to anew, for that symbol alone",
        arguments: [("bybit", Product.linear), ("deribit", .inverse), ("coinbase", .spot)])
    func resubscribed(name: String, product: Product) async throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        let symbols = venue.makeSimulation(for: product).instruments.prefix(2).map(\.symbol)
        let records = try await onOwnThread {
            let desk = try Desk(name, product)
            defer { desk.stop() }
            let run = desk.run
            func snapshots(_ symbol: String) -> Int {
                run.raw(name).count {
                    $0.headers["kind"] == "ws" && $0.text.contains("\"snapshot\"") && $0.text.contains("\"\(symbol)")
                        || $0.text.contains("\"snapshot\"") && $0.text.contains(".\(symbol)")
                }
            }
            try run.wait(for: "the first snapshots") { snapshots(symbols[0]) == 1 && snapshots(symbols[1]) == 1 }
            try desk.askUntilHeard(name, product, symbols[1], "resubscribed")
            try run.wait(for: "the second snapshot") { snapshots(symbols[1]) >= 2 }
            #expect(snapshots(symbols[0]) == 1)
            return run.raw(name)
        }
        #expect(Set(records.compactMap { $0.headers["session"] }).count == 1)
    }

    @Test("a venue with snapshots over REST is asked there, over the connection that carries the symbol")
    func requested() async throws {
        let records = try await onOwnThread {
            let desk = try Desk("binance", .linear)
            defer { desk.stop() }
            let run = desk.run
            func answers(_ symbol: String) -> Int {
                run.raw("binance").count { $0.headers["request"]?.contains("depth?symbol=\(symbol)&") ?? false }
            }
            try run.wait(for: "the first snapshots") { answers("BTCUSDT") == 1 && answers("ETHUSDT") == 1 }
            try desk.askUntilHeard("binance", .linear, "ETHUSDT", "requested")
            try run.wait(for: "the second snapshot") { answers("ETHUSDT") >= 2 }
            #expect(answers("BTCUSDT") == 1)
            return run.raw("binance").filter { $0.headers["kind"] == "rest" }
        }
        #expect(Set(records.map(\.key)) == ["binance/primary/linear-public-0"])
        #expect(Set(records.compactMap { $0.headers["session"] }).count == 1)
    }

    @Test("repeats are one request, old and strange ones none, and nonsense is counted")
    func limits() async throws {
        try await onOwnThread {
            let desk = try Desk("bybit", .linear)
            defer { desk.stop() }
            let run = desk.run
            try desk.askUntilHeard("bybit", .linear, "ETHUSDT", "resubscribed")
            for _ in 0..<20 { try desk.ask("bybit", .linear, "BTCUSDT") }
            try desk.ask("bybit", .linear, "BTCUSDT", ageSeconds: 3600)
            try desk.ask("bybit", .linear, "DOGEUSDT")
            try desk.ask("bybit", .spot, "BTCUSDT")
            try desk.ask("bybit", .linear, "BTCUSDT", channel: "trade")
            try desk.ask("binance", .linear, "BTCUSDT")
            for text in ["", "{", "null", #"{"venue":"bybit"}"#, "\u{0}"] { try desk.send(text) }
            try run.wait(for: "the outcomes") {
                desk.outcomes("unknown") == 3 && desk.outcomes("stale") == 1
                    && run.service.total("tapedeck_unreadable_requests_total") == 5
            }
            func snapshots() -> Int {
                run.raw("bybit").count { $0.text.contains("\"snapshot\"") && $0.text.contains("orderbook.200.BTCUSDT") }
            }
            // The first at once, the rest as one when the interval is over.
            try run.wait(for: "the snapshots") { snapshots() >= 3 }
            #expect(desk.outcomes("postponed") >= 1)
            #expect(desk.outcomes("conflated") >= 15)
            #expect(snapshots() <= 5)
        }
    }
}
