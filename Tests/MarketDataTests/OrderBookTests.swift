import MarketData
import Simulator
import TestSupport
import Testing

@Suite("OrderBook")
struct OrderBookTests {
    /// A random walk of the touch with changes near it and far from it, snapshots, off-grid and wild prices.
    private struct Walk {
        var generator: SeededGenerator
        var middle: Int64
        let spread: Int64
        let step: Decimal

        mutating func level() -> Level {
            let isFar = Int.random(in: 0..<10, using: &generator) == 0
            let reach = isFar ? spread * 40 : spread
            let price = middle + Int64.random(in: -reach...reach, using: &generator)
            let size = Int.random(in: 0..<3, using: &generator) == 0 ? 0 : Int64.random(in: 1...1000, using: &generator)
            return Level(price: Decimal(units: Int128(price) * step.units), size: Decimal(size))
        }

        mutating func move() {
            middle += Int64.random(in: -spread / 4...spread / 4, using: &generator)
            if Int.random(in: 0..<500, using: &generator) == 0 { middle += spread * 30 }
        }
    }

    @Test(
        "the book equals a sorted reference after every change",
        arguments: [(1, 20), (2, 200), (3, 3000), (4, 60), (5, 12000)] as [(UInt64, Int64)])
    func equalsReference(seed: UInt64, spread: Int64) throws {
        var walk = Walk(
            generator: SeededGenerator(seed: seed), middle: 500_000, spread: spread, step: try Decimal("0.1"))
        var book = OrderBook()
        var reference = ReferenceBook()
        for round in 0..<2000 {
            walk.move()
            for _ in 0..<Int.random(in: 1...20, using: &walk.generator) {
                let side: Side = Bool.random(using: &walk.generator) ? .bid : .ask
                let level = walk.level()
                book.set(side, level)
                reference.set(side, level)
            }
            if round % 97 == 0 || round > 1990 {
                for side in [Side.bid, .ask] {
                    let expected = reference.levels(side)
                    try #require(book.count(side) == expected.count, "seed \(seed), round \(round)")
                    try #require(book.top(.max, side) == expected, "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test("a price off the grid, a very fine one and a huge one keep the book whole")
    func unusualPrices() throws {
        var book = OrderBook()
        var reference = ReferenceBook()
        func set(_ text: String, _ size: Int64) throws {
            let level = Level(price: try Decimal(text), size: Decimal(size))
            book.set(.bid, level)
            reference.set(.bid, level)
            #expect(book.top(.max, .bid) == reference.levels(.bid))
        }
        for tick in 0..<300 { try set("\(1000 + tick)", 5) }
        try set("1000.5", 1)
        try set("1000.000000000000000001", 2)
        try set("150000000000000000000", 3)
        try set("-12.5", 4)
        try set("1000.5", 0)
        try set("777.123", 0)
        #expect(book.size(at: try Decimal("1010"), .bid) == Decimal(5))
        #expect(book.size(at: try Decimal("1010.1"), .bid) == .zero)
    }

    @Test(
        "a snapshot replaces the book whatever its order, and of two levels at one price the last counts",
        arguments: [10, 5000])
    func snapshots(count: Int) throws {
        var generator = SeededGenerator(seed: 11)
        var levels = Buffer<Level>()
        var reference = ReferenceBook()
        for index in 0..<count {
            let price = Decimal(units: Int128(index + 1) * 10_000_000_000_000_000)
            reference.set(.bid, Level(price: price, size: Decimal(2)))
        }
        for level in (reference.levels(.bid)).shuffled(using: &generator) {
            levels.append(Level(price: level.price, size: Decimal(1)))
            levels.append(level)
        }
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        let change = BookChange(
            header: header, kind: .snapshot, rule: .none, bids: IndexRange(start: 0, count: levels.count),
            asks: .empty)
        var book = OrderBook()
        book.set(.ask, Level(price: Decimal(9), size: Decimal(9)))
        book.apply(change, levels: levels)
        #expect(book.top(.max, .bid) == reference.levels(.bid))
        #expect(book.count(.ask) == 0)
    }

    @Test("a book whose best bid reaches its best ask is crossed")
    func crossed() {
        var book = OrderBook()
        book.set(.bid, Level(price: Decimal(10), size: Decimal(1)))
        #expect(book.isCrossed == false)
        book.set(.ask, Level(price: Decimal(10), size: Decimal(1)))
        #expect(book.isCrossed == true)
        book.removeAll()
        #expect(book.isCrossed == false)
        #expect(book.bestBid == nil)
    }
}
