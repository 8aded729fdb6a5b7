import Foundation
import MarketData
import PipelineSupport
import Runtime
import TestSupport
import Testing
import VenueKit
import Venues

/// The tiny venues of `Tests/Fixtures/cases`, each with one fault of a real one, through the whole chain to Redis.
@Suite("Cases of fake venues", .serialized, .enabled(if: FakeVenue.isAvailable, FakeVenue.missing))
struct FakeVenueCaseTests {
    // MARK: - 30: Binance's snapshot is older than the stream

    /// How late Binance's subscriptions and snapshots are.
    struct Lateness: Sendable, CustomTestStringConvertible {
        /// What follows the port: milliseconds, ids that REST is behind, mode.
        var arguments: [String]
        /// Snapshots that are too old before one fits: at least so many requests are needed.
        var requests: Int
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let lateness = [
        Lateness(arguments: ["120", "0"], requests: 1),
        Lateness(arguments: ["120", "3"], requests: 1),
        Lateness(arguments: ["120", "100000", "oldtwice"], requests: 3),
    ]

    @Test(
        "30: a Binance book whose first snapshots are too old becomes live and follows the stream",
        arguments: lateness, [["primary"], ["primary", "replica"]])
    func lateSubscription(late: Lateness, sources: [String]) async throws {
        let seen = try await onOwnThread {
            let venue = try FakeVenue("30-fake-binance-late-subscription", late.arguments)
            var options = PipelineOptions([try Self.market("binance", .spot, ["BTCUSDT"])])
            options.sources = sources
            let pipeline = try CasePipeline(options, before: venue)
            defer { pipeline.stop() }
            let (first, last) = try pipeline.followed("binance:spot:BTCUSDT", changes: 10)
            for source in sources.indices {
                _ = try pipeline.waited(for: "\(sources[source]) ready") {
                    pipeline.unready(source).isEmpty ? true : nil
                }
            }
            return (
                first: first, last: last, requests: venue.lines.count { $0.contains("/depth") },
                letters: Self.letters(pipeline)
            )
        }
        #expect(seen.requests >= late.requests)
        #expect(try #require(seen.last.sequence) > #require(seen.first.sequence))
        #expect(seen.last.bids.map(\.price) == [try Decimal("100.00"), try Decimal("99.00")])
        #expect(seen.last.asks.map(\.price) == [try Decimal("101.00"), try Decimal("102.00")])
        #expect(seen.letters == [])
        print(
            "case 30: \(late.testDescription), \(sources.count) source(s): live at \(seen.first.sequence ?? -1),",
            "followed to \(seen.last.sequence ?? -1), \(seen.requests) snapshots asked for")
    }

    // MARK: - 32, 33: one symbol of a request is refused

    @Test("32: Bybit refuses one topic of a request: the others' books are live, the refused one is named")
    func bybitRefusesBatch() async throws {
        let seen = try await onOwnThread {
            let venue = try FakeVenue("32-fake-bybit-refuses-batch")
            let market = try Self.market("bybit", .linear, ["BTCUSDT", "NOSUCHUSDT", "ETHUSDT"])
            let pipeline = try CasePipeline(PipelineOptions([market]), before: venue)
            defer { pipeline.stop() }
            return try Refusal(
                pipeline, books: ["bybit:linear:BTCUSDT", "bybit:linear:ETHUSDT"], refused: "NOSUCHUSDT")
        }
        #expect(seen.books.allSatisfy { $0.bids.count == 1 && $0.asks.count == 1 })
        #expect(seen.blamed == ["NOSUCHUSDT"])
        #expect(seen.letters == [])
        print("case 32: \(seen.line)")
    }

    @Test("33: Coinbase refuses one product of a request: the others' books and trades come, the refused one is named")
    func coinbaseRefusesBatch() async throws {
        let seen = try await onOwnThread {
            let venue = try FakeVenue("33-fake-coinbase-refuses-batch")
            let market = try Self.market("coinbase", .spot, ["BTC-USD", "NOSUCH-USD", "ETH-USD"])
            let pipeline = try CasePipeline(PipelineOptions([market]), before: venue)
            defer { pipeline.stop() }
            let refusal = try Refusal(
                pipeline, books: ["coinbase:spot:BTC-USD", "coinbase:spot:ETH-USD"], refused: "NOSUCH-USD")
            let traded = try pipeline.waited(for: "trades of both good products") {
                let symbols = Set(Self.objects(pipeline, TopicName.market(.trade)).compactMap { $0["symbol"] })
                return symbols.count > 1 ? symbols : nil
            }
            return (refusal: refusal, traded: traded)
        }
        #expect(seen.refusal.books.allSatisfy { $0.bids.count == 1 && $0.asks.count == 1 })
        #expect(seen.traded == ["BTC-USD", "ETH-USD"])
        #expect(seen.refusal.blamed == ["NOSUCH-USD"])
        #expect(seen.refusal.letters == [])
        print("case 33: \(seen.refusal.line); trades of \(seen.traded.sorted())")
    }

    // MARK: - 34: one odd instrument of a list

    /// What is odd with one instrument of the list, and what becomes of it.
    struct OddEntry: Sendable, CustomTestStringConvertible {
        /// The venue's mode.
        var mode: String
        /// The symbols whose instruments are published.
        var published: Set<String>
        /// The reasons of dead letters.
        var reasons: Set<String>
        var testDescription: String { mode }
    }

    static let oddEntries = [
        // A tick size only describes: it is left out.
        OddEntry(mode: "ticksizeless", published: ["BTCUSDT", "ODDUSDT"], reasons: []),
        OddEntry(mode: "stateless", published: ["BTCUSDT"], reasons: ["wrong_type"]),
    ]

    @Test(
        "34: with `symbols: all` one odd instrument harms no other, and without a state it is a dead letter of its own",
        arguments: oddEntries)
    func oddInstrument(odd: OddEntry) async throws {
        let seen = try await onOwnThread {
            let venue = try FakeVenue("34-fake-binance-odd-instrument", ["120", "0", odd.mode])
            let pipeline = try CasePipeline(
                PipelineOptions([try Self.market("binance", .spot, ["all"])]), before: venue)
            defer { pipeline.stop() }
            let (_, last) = try pipeline.followed("binance:spot:BTCUSDT", changes: 10)
            let instruments = try pipeline.waited(for: "the instruments \(odd.published)") {
                let found = Self.objects(pipeline, TopicName.market(.instrument))
                return Set(found.compactMap { $0["symbol"] }).isSuperset(of: odd.published) ? found : nil
            }
            let letters = try pipeline.waited(for: "dead letters \(odd.reasons)") {
                let found = pipeline.tape.records(TopicName.dead(stage: "normalizer"))
                return Set(found.compactMap { $0.headers["error_code"] }).isSuperset(of: odd.reasons) ? found : nil
            }
            return (
                last: last, instruments: instruments, letters: letters,
                told: pipeline.producers[0].total("tapedeck_odd_listing_entries_total")
            )
        }
        #expect(Set(seen.instruments.compactMap { $0["symbol"] }) == odd.published)
        for instrument in seen.instruments where instrument["symbol"] == "ODDUSDT" {
            #expect(instrument["tick_size"] == nil)
        }
        #expect(Set(seen.letters.map { $0.headers["error_code"] ?? "" }) == odd.reasons)
        for letter in seen.letters {
            #expect(letter.text.hasPrefix(#"{"symbol":"ODDUSDT""#) && !letter.text.contains("BTCUSDT"))
            #expect(letter.headers["error_part"] != nil)
        }
        #expect((seen.told > 0) == !odd.reasons.isEmpty)
        print(
            "case 34: \(odd.mode): book \(seen.last.state), instruments \(odd.published.sorted()),",
            "dead letters \(seen.letters.map(\.text))")
    }

    // MARK: - Looking

    /// What a request with one refused symbol came to.
    private struct Refusal: Sendable {
        /// The good symbols' books.
        var books: [RedisBook] = []
        /// The venue's words in `rejected` documents that name the refused symbol.
        var messages: Set<String> = []
        /// The symbols that /readyz or `rejected` documents blame.
        var blamed: Set<String> = []
        /// Why the producer is not ready.
        var unready: [String] = []
        /// What could not be understood.
        var letters: [String] = []

        init(_ pipeline: CasePipeline, books keys: [String], refused: String) throws {
            books = try keys.map { try pipeline.followed($0).last }
            messages = try pipeline.waited(for: "a status that \(refused) is rejected") {
                let found = FakeVenueCaseTests.rejections(pipeline).filter { $0.contains(refused) }
                return found.isEmpty ? nil : found
            }
            unready = try pipeline.waited(for: "a producer that is not ready because of \(refused)") {
                let reasons = pipeline.unready()
                return reasons.contains { $0.contains(refused) } ? reasons : nil
            }
            let symbols = keys.compactMap { $0.split(separator: ":").last.map(String.init) } + [refused]
            blamed = Set(symbols.filter { symbol in unready.contains { $0.contains(symbol) } })
            letters = FakeVenueCaseTests.letters(pipeline)
        }

        var line: String { "books \(books.map(\.state)), rejected \(messages.sorted()), not ready: \(unready)" }
    }

    private static func market(
        _ name: String, _ product: Product, _ symbols: [String]
    ) throws -> PipelineOptions.Market {
        PipelineOptions.Market(try #require(VenueRegistry.venue(named: name)), product, symbols: symbols)
    }

    /// The words of the documents that say that a subscription is rejected.
    private static func rejections(_ pipeline: CasePipeline) -> Set<String> {
        Set(
            objects(pipeline, TopicName.market(.status)).filter { $0["state"] == "rejected" }
                .compactMap { $0["message"] })
    }

    /// The texts of a topic's documents by field.
    private static func objects(_ pipeline: CasePipeline, _ topic: String) -> [[String: String]] {
        pipeline.tape.records(topic).map { record in
            let object = try? JSONSerialization.jsonObject(with: Data(record.value)) as? [String: Any]
            return (object ?? [:]).compactMapValues { $0 as? String }
        }
    }

    /// What could not be understood, with the reasons.
    private static func letters(_ pipeline: CasePipeline) -> [String] {
        ServiceRegistry.deadLetters.flatMap { pipeline.tape.records($0) }.map { letter in
            "\(letter.headers["error_code"] ?? "?"): \(letter.text.prefix(200))"
        }
    }
}
