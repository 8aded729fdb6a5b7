import BinanceVenue
import Foundation
import JSON
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

/// `symbols: all`, against the simulator.
@Suite("Producer follows listings", .serialized)
struct ListingTests {
    private static func options(_ name: String, _ product: Product, kinds: [EventKind] = [.book]) throws
        -> PipelineOptions
    {
        let venue = try #require(VenueRegistry.venue(named: name))
        var options = PipelineOptions([.init(venue, product, symbols: ["all"], kinds: kinds)])
        options.simulation.framesPerSecond = 100
        return options
    }

    @Test(
        "every venue's listing is read, whatever the page, and filtered",
        arguments: VenueRegistry.all.flatMap { venue in venue.products.map { (venue.name, $0) } })
    func everyVenue(name: String, product: Product) async throws {
        let options = try Self.options(name, product)
        let venue = try #require(VenueRegistry.venue(named: name))
        let symbols = venue.makeSimulation(for: product).instruments.map(\.symbol)
        try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "frames of every symbol") {
                let text = run.raw(name).filter { $0.headers["kind"] == "ws" }.map(\.text)
                return symbols.allSatisfy { symbol in
                    text.contains { $0.contains(symbol) || $0.contains(symbol.lowercased()) }
                }
            }
            #expect(run.service.total("tapedeck_listed_symbols") == symbols.count)
            #expect(run.service.total("tapedeck_listing_failures_total") == 0)
        }
    }

    @Test("what comes and goes is subscribed to and left, by a successor that flows before the old session ends")
    func comeAndGo() async throws {
        let options = try Self.options("bybit", .linear)
        let records = try await onOwnThread {
            let run = try RunningProducer(options) { config, _ in
                config.filters[.linear]?.refreshMilliseconds = 1000
            }
            defer { run.stop() }
            func has(_ symbol: String, _ session: Int) -> Bool {
                let sessions = Set(run.raw("bybit").compactMap { $0.headers["session"] }).sorted()
                guard sessions.count > session else { return false }
                return run.raw("bybit").contains {
                    $0.headers["session"] == sessions[session] && $0.text.contains("orderbook.200.\(symbol)")
                }
            }
            try run.wait(for: "all symbols") { has("XRPUSDT", 0) && has("BTCUSDT", 0) }
            try run.simulator.control("unlist?venue=bybit&product=linear&symbol=ETHUSDT")
            try run.wait(for: "the session without it") { has("XRPUSDT", 1) && has("BTCUSDT", 1) }
            try run.wait(for: "the end of the one with it") {
                run.raw("bybit").contains { $0.text.contains("replaced: plan") }
            }
            #expect(!has("ETHUSDT", 1))
            #expect(run.service.total("tapedeck_listed_symbols") == 3)
            try run.simulator.control("list?venue=bybit&product=linear&symbol=ETHUSDT")
            try run.wait(for: "the session with it again") { has("ETHUSDT", 2) }
            #expect(run.service.total("tapedeck_listing_changes_total") == 3)
            return run.raw("bybit")
        }
        #expect(Set(records.map(\.key)) == ["bybit/primary/linear-0"])
    }

    @Test("a listing that fails, or is empty, changes nothing that is recorded")
    func failure() async throws {
        let options = try Self.options("bybit", .linear)
        try await onOwnThread {
            let run = try RunningProducer(options) { config, _ in
                config.filters[.linear]?.refreshMilliseconds = 500
            }
            defer { run.stop() }
            try run.wait(for: "frames") { run.raw("bybit").contains { $0.text.contains("orderbook") } }
            for symbol in ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"] {
                try run.simulator.control("unlist?venue=bybit&product=linear&symbol=\(symbol)")
            }
            try run.wait(for: "an empty listing") { run.service.total("tapedeck_listing_failures_total") > 1 }
            let seen = run.raw("bybit").count
            try run.wait(for: "more frames") { run.raw("bybit").count > seen + 20 }
            #expect(run.service.total("tapedeck_open_connections") == 1)
        }
    }

    @Test("a filter chooses by quote currency and status")
    func filter() throws {
        let body = Array(
            #"{"symbols":[\#([("BTCUSDT", "USDT", "TRADING"), ("BTCUSDC", "USDC", "TRADING"), ("ETHUSDT", "USDT", "BREAK")].map { #"{"symbol":"\#($0)","status":"\#($2)","baseAsset":"X","quoteAsset":"\#($1)","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},{"filterType":"LOT_SIZE","stepSize":"0.1"}]}"# }.joined(separator: ","))]}"#
                .utf8)
        func symbols(quotes: Set<String>, statuses: Set<String>) throws -> [String] {
            var reader = ListingReader(
                venue: Binance(), product: .spot,
                filter: ListingFilter(quotes: quotes, statuses: statuses, refreshMilliseconds: 1000))
            try reader.read(body, of: Binance().listing(of: .spot).requests[0])
            return reader.symbols
        }
        #expect(try symbols(quotes: [], statuses: ["TRADING"]) == ["BTCUSDC", "BTCUSDT"])
        #expect(try symbols(quotes: ["USDT"], statuses: ["TRADING"]) == ["BTCUSDT"])
        #expect(try symbols(quotes: ["USDT"], statuses: ["TRADING", "BREAK"]) == ["BTCUSDT", "ETHUSDT"])
        #expect(try symbols(quotes: ["EUR"], statuses: ["TRADING"]) == [])
    }

    @Test("an odd entry costs itself alone, and whether its symbol is listed is not known")
    func oddEntry() throws {
        let entries = [
            #"{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}"#, "null",
            #"{"symbol":"ODDUSDT","status":null,"baseAsset":"ODD","quoteAsset":"USDT"}"#,
            #"{"symbol":"ETHUSDT","status":"TRADING","baseAsset":"ETH","quoteAsset":"USDT"}"#,
        ]
        var reader = ListingReader(
            venue: Binance(), product: .spot,
            filter: ListingFilter(quotes: [], statuses: ["TRADING"], refreshMilliseconds: 1000))
        let body = #"{"symbols":[\#(entries.joined(separator: ","))]}"#
        try reader.read(Array(body.utf8), of: Binance().listing(of: .spot).requests[0])
        let (symbols, reasons) = (reader.symbols, reader.oddReasons)
        let doubts = ["ODDUSDT", "BTCUSDT", "ODD", "ODDUSD"].map { reader.isDoubtful($0) }
        #expect(symbols == ["BTCUSDT", "ETHUSDT"])
        #expect(reasons.count == 2)
        #expect(doubts == [true, false, true, false])
    }

    @Test("bodies that are no listing are errors, never a trap", arguments: ["", "{", "null", "[]", #"{"symbols":1}"#])
    func nonsense(text: String) {
        for venue in VenueRegistry.all {
            for product in venue.products {
                var reader = ListingReader(
                    venue: venue, product: product,
                    filter: ListingFilter(quotes: [], statuses: [], refreshMilliseconds: 1000))
                try? reader.read(Array(text.utf8), of: venue.listing(of: product).requests[0])
                let symbols = reader.symbols
                #expect(symbols.isEmpty)
            }
        }
    }
}
