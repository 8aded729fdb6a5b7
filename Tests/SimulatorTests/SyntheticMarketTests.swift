import MarketData
import Testing
import VenueKit

@testable import Simulator

@Suite("The synthetic market")
struct SyntheticMarketTests {
    private static let instruments = BybitSample.instruments
    private static let start = Timestamp(nanoseconds: 1_785_000_000_000_000_000)

    private static func events(seed: UInt64, steps: Int) -> [String] {
        var market = SyntheticMarket(instruments: instruments, seed: seed, time: start)
        return (0..<steps).flatMap { _ in market.step(at: start).map { "\($0)" } }
    }

    @Test("the same seed makes the same market, another seed another one")
    func determinism() {
        #expect(Self.events(seed: 7, steps: 400) == Self.events(seed: 7, steps: 400))
        #expect(Self.events(seed: 7, steps: 400) != Self.events(seed: 8, steps: 400))
    }

    @Test(
        "books are never crossed, never empty on a side, and stay below the depth of every channel",
        arguments: [1, 2, 3])
    func sanity(seed: UInt64) {
        var market = SyntheticMarket(instruments: Self.instruments, seed: seed, time: Self.start)
        for _ in 0..<5000 {
            _ = market.step(at: Self.start)
            for index in Self.instruments.indices {
                for book in [market.publishedBook(index), market.liveBook(index)] {
                    guard let bid = book.bids.first, let ask = book.asks.first else {
                        Issue.record("an empty side, seed \(seed)")
                        return
                    }
                    #expect(bid.ticks < ask.ticks)
                    #expect(book.bids.count <= 50 && book.asks.count <= 50)
                }
            }
        }
    }

    @Test("update numbers join without holes, and a live book is ahead of the published one at times")
    func numbers() {
        var market = SyntheticMarket(instruments: Self.instruments, seed: 5, time: Self.start)
        var last = Self.instruments.indices.map { market.publishedBook($0).lastUpdate }
        var cross = Self.instruments.indices.map { market.publishedBook($0).crossSequence }
        var orders = Self.instruments.indices.map { market.orders($0).sequence }
        var aheads = 0
        for _ in 0..<2000 {
            for event in market.step(at: Self.start) {
                switch event.body {
                case .book(let change):
                    #expect(change.firstUpdate == last[event.symbol] + 1)
                    #expect(change.previousUpdate == last[event.symbol])
                    #expect(change.previousCrossSequence == cross[event.symbol])
                    #expect(change.lastUpdate >= change.firstUpdate)
                    last[event.symbol] = change.lastUpdate
                    cross[event.symbol] = change.crossSequence
                case .orders(let changes):
                    for change in changes {
                        #expect(change.sequence == orders[event.symbol] + 1)
                        orders[event.symbol] = change.sequence
                    }
                default: break
                }
            }
            if market.liveBook(0).lastUpdate > market.publishedBook(0).lastUpdate { aheads += 1 }
        }
        #expect(aheads > 100)
    }
}

/// Two symbols of different grids.
enum BybitSample {
    static let instruments = [
        SyntheticInstrument(
            symbol: "AUSDT", base: "A", quote: "USDT", contract: .perpetual, tick: FixedPoint(units: 10, digits: 2),
            lot: FixedPoint(units: 1, digits: 3), openingTicks: 10_000, typicalLots: 50),
        SyntheticInstrument(
            symbol: "BUSDT", base: "B", quote: "USDT", tick: FixedPoint(units: 1, digits: 8),
            lot: FixedPoint(units: 100, digits: 8), openingTicks: 20, typicalLots: 3),
    ]
}
