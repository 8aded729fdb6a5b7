import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@testable import Simulator

/// Every venue and product that the registry names.
let everyFeed: [(venue: String, product: Product)] = VenueRegistry.all.flatMap { venue in
    venue.products.map { (venue.name, $0) }
}

@Suite("The synthetic market in the venues' frames")
struct SyntheticFeedTests {
    /// What a producer and a decoder make of a feed of `steps` steps, and the truth.
    private static func run(
        _ name: String, _ product: Product, steps: Int, kinds: Set<EventKind>? = nil,
        check: (consuming FeedReader, SyntheticMarket, Feed) throws -> Void
    ) throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        var harness = try CoreHarness()
        let numbers = harness.subscribe(venue, product, kinds: kinds, stepsBeforeRequests: 200)
        harness.step(steps)
        var reader = FeedReader(venue: venue, product: product, receiveTime: harness.time)
        // Connections and answers arrive independently of each other.
        for number in numbers { for frame in harness.frames[number] ?? [] { try reader.read(frame) } }
        for (_, answer) in harness.answers.sorted(by: { $0.key < $1.key }) {
            #expect(answer.status == 200, "\(answer.request)")
            try reader.read(answer.body, answerTo: answer.request)
        }
        let feed = try #require(harness.core.feeds[FeedKey(venue: name, product: product)])
        let market = try #require(feed.market)
        try check(reader, market, feed)
    }

    @Test("every kind that the venue has is sent, and every frame is understood", arguments: everyFeed)
    func everyKind(venue: String, product: Product) throws {
        try Self.run(venue, product, steps: 1200) { reader, _, _ in
            let wanted = try #require(VenueRegistry.venue(named: venue)).kinds(for: product)
            for kind in wanted { #expect(reader.counts[kind, default: 0] > 0, "\(kind)") }
        }
    }

    @Test("the book built from the frames is the one that was published", arguments: everyFeed)
    func books(venue: String, product: Product) throws {
        try Self.run(venue, product, steps: 1500, kinds: [.book]) { reader, market, _ in
            #expect(reader.violations.isEmpty)
            for (index, instrument) in market.instruments.enumerated() {
                let built = reader.books.filter { $0.key.symbol == instrument.symbol }
                let book = try #require(built.first?.value)
                #expect(built.count == 1)
                let truth = market.publishedBook(index)
                #expect(book.levels.levels(.bid) == truth.bids.map { $0.level(of: instrument) })
                #expect(book.levels.levels(.ask) == truth.asks.map { $0.level(of: instrument) })
                #expect(truth.bids.count > 5 && truth.asks.count > 5)
            }
        }
    }

    @Test("the trades that arrive are those that were made, each once", arguments: everyFeed)
    func trades(venue: String, product: Product) throws {
        try Self.run(venue, product, steps: 1500, kinds: [.trade]) { reader, market, feed in
            for (index, instrument) in market.instruments.enumerated() {
                let made = try #require(feed.truth[index].series["trade"])
                let ids = reader.trades[instrument.symbol] ?? []
                #expect(ids.count == made.made)
                #expect(Set(ids).count == ids.count)
                #expect(reader.tradedSize[instrument.symbol] == instrument.size(made.lots).decimal)
                #expect(made.delivered == made.made)
            }
        }
    }

    @Test("the orders built from Coinbase's full channel and its snapshot are those that rest")
    func orders() throws {
        try Self.run("coinbase", .spot, steps: 1500, kinds: [.order, .trade]) { reader, market, feed in
            #expect(reader.violations.isEmpty)
            for (index, instrument) in market.instruments.enumerated() {
                let truth = market.orders(index)
                let resting = (truth.bids + truth.asks).map { order in
                    (
                        order.uuid,
                        FeedReader.RestingOrderState(
                            price: instrument.price(order.ticks).decimal, size: instrument.size(order.lots).decimal)
                    )
                }
                #expect(reader.orders[instrument.symbol] == Dictionary(uniqueKeysWithValues: resting))
                // The end of a taker's order changes no book, and may be the last message.
                let last = try #require(reader.lastOrderSequence[instrument.symbol])
                #expect(last == truth.sequence || last == truth.sequence - 1)
                let made = try #require(feed.truth[index].series["trade"])
                #expect(reader.trades[instrument.symbol]?.count == made.made)
            }
        }
    }
}

extension SyntheticLevel {
    /// The level in the venue's units.
    func level(of instrument: SyntheticInstrument) -> Level {
        Level(price: instrument.price(ticks).decimal, size: instrument.size(lots).decimal)
    }
}
