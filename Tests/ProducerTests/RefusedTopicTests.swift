import Foundation
import MarketData
import PipelineSupport
import Runtime
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

/// A configuration with one symbol that the venue does not want, against the simulator of every venue.
@Suite("One refused symbol", .serialized)
struct RefusedTopicTests {
    /// No venue has such a name, and each refuses it in its own way.
    private static let wrong = "NO/SUCH"

    struct Market: Sendable, CustomTestStringConvertible {
        var venue: any Venue
        var product: Product
        var testDescription: String { "\(venue.name)/\(product.name)" }
    }

    static let markets = VenueRegistry.all.flatMap { venue in
        venue.products.map { Market(venue: venue, product: $0) }
    }

    private static func state(_ run: RunningProducer) -> String {
        guard case .failing(let reason)? = run.service.health.readiness.first?.status else { return "" }
        return reason
    }

    @Test(
        "all others are recorded, trades included, and the refused topic is a record, a log line, a metric and not ready",
        arguments: markets)
    func others(market: Market) async throws {
        let (venue, product) = (market.venue, market.product)
        let good = venue.makeSimulation(for: product).instruments.map(\.symbol)
        let kinds = venue.kinds(for: product)
        var options = PipelineOptions([.init(venue, product, symbols: good + [Self.wrong], kinds: kinds)])
        options.simulation.framesPerSecond = 300
        let channels = venue.plan(Subscription(product: product, symbols: good, kinds: Set(kinds))).flatMap(\.channels)
            .filter { $0.kind != .liquidation }
        let refused = venue.plan(
            Subscription(product: product, symbols: good + [Self.wrong], kinds: Set(kinds))
        )
        .flatMap(\.subscriptions).flatMap(\.names).count { $0.lowercased().contains("no/such") }
        let chosen = options
        try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "a frame of every channel that can be had", seconds: 120) {
                let heard = Set(
                    run.raw(venue.name).filter { $0.headers["kind"] == "ws" }.compactMap { record in
                        venue.inspect(record.text.utf8).channel
                    })
                return channels.allSatisfy { heard.contains($0.id) }
            }
            let isTrade = { (text: String) in text.contains("rade") || text.contains("\"match\"") }
            try run.wait(for: "trades") { run.raw(venue.name).contains { isTrade($0.text) } }
            // A venue may refuse REST requests of the symbol besides.
            func events() -> [String] {
                run.raw(venue.name).map(\.text).filter {
                    $0.hasPrefix(#"{"state":"refused""#) && !$0.contains(#""reason":"/"#)
                }
            }
            try run.wait(for: "a record of each refusal") { events().count == refused }
            try run.wait(for: "the metric") { run.service.total("tapedeck_refused_topics") >= refused }
            #expect(Self.state(run).hasPrefix("the venue refuses ") && Self.state(run).lowercased().contains("no/such"))
            #expect(run.service.total("tapedeck_refusals_total") >= refused)
            #expect(events().allSatisfy { $0.lowercased().contains("no/such") })
            #expect(run.service.log.lines.contains { $0.contains("the venue refuses a topic") })
            // Nothing that can be had is refused.
            for symbol in good { #expect(!Self.state(run).contains(".\(symbol) (")) }
            #expect(Set(run.raw(venue.name).compactMap { $0.headers["session"] }).count <= channels.count)
        }
    }

    @Test("a successor asks for what was refused alone and at the end, and says nothing twice")
    func successor() async throws {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([
            .init(venue, .linear, symbols: ["BTCUSDT", Self.wrong, "ETHUSDT"], kinds: [.book, .trade])
        ])
        options.simulation.framesPerSecond = 300
        let chosen = options
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen) { config, _ in
                config.policies[.linear]?.maximumAgeSeconds = 8
                config.policies[.linear]?.ageMarginSeconds = 4
            }
            defer { run.stop() }
            try run.wait(for: "the first refusal") { run.service.total("tapedeck_refused_topics") == 2 }
            try run.wait(for: "the successor") {
                run.raw("bybit").contains { $0.text.contains("replaced: age") }
            }
            #expect(run.service.total("tapedeck_refusals_total") == 2)
            #expect(run.service.total("tapedeck_refused_topics") == 2)
            return run.raw("bybit")
        }
        let sessions = Dictionary(grouping: records) { Int64($0.headers["session"] ?? "") ?? 0 }.sorted {
            $0.key < $1.key
        }
        let refusals = sessions.map { $0.value.filter { $0.text.contains("\"success\":false") }.count }
        // Four topics of which two are wrong: six frames are refused by halves, two alone.
        #expect(refusals[0] > 2)
        #expect(refusals[1] <= 2)
    }

    @Test("a list of instruments that is refused for one symbol is asked for in parts, and the refused one is named")
    func instruments() async throws {
        let venue = try #require(VenueRegistry.venue(named: "binance"))
        let symbols = ["BTCUSDT", "NOSUCHUSDT", "ETHUSDT", "BNBUSDT"]
        let options = PipelineOptions([.init(venue, .spot, symbols: symbols, kinds: [.book, .instrument])])
        try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "the instruments of all others") {
                let lists = run.raw("binance").map(\.text).filter { $0.contains("\"baseAsset\"") }
                return ["BTCUSDT", "ETHUSDT", "BNBUSDT"].allSatisfy { symbol in
                    lists.contains { $0.contains("\"symbol\":\"\(symbol)\"") }
                }
            }
            // The venue takes the stream of a symbol that it does not list, and is silent.
            try run.wait(for: "both refused requests") { run.service.total("tapedeck_refused_topics") == 2 }
            #expect(Self.state(run).contains("exchangeInfo?symbols=%5B%22NOSUCHUSDT%22%5D"))
            #expect(Self.state(run).contains("depth?symbol=NOSUCHUSDT&limit=1000 (-1121: Invalid symbol.)"))
        }
    }
}
