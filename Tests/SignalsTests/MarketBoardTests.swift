import MarketData
import TestSupport
import Testing

@testable import SignalsCore

/// What the board shows while it reads the past, and which books want a snapshot.
@Suite("MarketBoard")
struct MarketBoardTests {
    /// A board with the means to fill it.
    private struct Scene: ~Copyable {
        let board = MarketBoard()
        var batch = EventBatch()
        var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

        mutating func symbol(_ symbol: String, venue: String = "bybit") -> SymbolID {
            RandomEvents.intern(
                symbol, venue: venue, product: .linear, instrument: "\(symbol)-PERP", in: &batch)
        }

        mutating func book(_ symbol: SymbolID, _ kind: BookChange.Kind, _ sequence: Int64, from partition: Int32 = 0) {
            batch.removeAll()
            batch.receiveTime = now
            batch.levels.append(Level(price: Decimal(sequence), size: Decimal(1)))
            batch.append(
                BookChange(
                    header: EventHeader(symbol: symbol, eventTime: now), kind: kind, rule: .contiguous, depth: 50,
                    firstSequence: sequence, lastSequence: sequence, bids: IndexRange(start: 0, count: 1), asks: .empty)
            )
            board.apply(batch, from: partition)
        }

        mutating func trade(_ symbol: SymbolID, _ price: Int64, from partition: Int32 = 0) {
            batch.removeAll()
            batch.receiveTime = now
            batch.append(
                Trade(
                    header: EventHeader(symbol: symbol, eventTime: now), tradeID: .empty, price: Decimal(price),
                    size: Decimal(1), aggressorSide: .buy))
            board.apply(batch, from: partition)
        }

        /// What would be written now, as `symbol:groups`.
        func changes() -> [String] {
            board.takeChanged().map { market in
                defer { market.changed = [] }
                return "\(market.entry.symbol):\(market.changed.names)"
            }.sorted()
        }

        mutating func needs(after seconds: Int64) -> [BookNeed] {
            let moment = now.nanoseconds + seconds * 1_000_000_000
            return board.needs(at: moment, heardSince: Timestamp(nanoseconds: now.nanoseconds - 1), most: 10)
        }
    }

    @Test("what a feed brings from the past is shown when it has caught up, all at once and only the latest")
    func past() {
        var scene = Scene()
        let (a, b) = (scene.symbol("A"), scene.symbol("B"))
        scene.board.begin(Feed(.book, partition: 1))
        scene.board.begin(Feed(.trade, partition: 1))
        for number in Int64(1)...100 { scene.book(a, number == 1 ? .snapshot : .delta, number, from: 1) }
        scene.trade(a, 7, from: 1)
        scene.book(b, .snapshot, 5, from: 2)
        #expect(scene.changes() == ["B:book"], "another partition is not held up")
        scene.board.caughtUp(Feed(.trade, partition: 1))
        #expect(scene.changes() == ["A:trade"])
        #expect(scene.board.isBehind)
        scene.board.caughtUp(Feed(.book, partition: 1))
        #expect(scene.changes() == ["A:book"] && !scene.board.isBehind)
        scene.book(a, .delta, 101, from: 1)
        #expect(scene.changes() == ["A:book"])
    }

    @Test("while it reads the past, a Redis that came back is told of nothing that is not known")
    func redisBack() {
        var scene = Scene()
        let a = scene.symbol("A")
        scene.board.begin(Feed(.book, partition: 0))
        scene.book(a, .snapshot, 1)
        scene.trade(a, 3)
        _ = scene.changes()
        scene.board.markAllChanged()
        #expect(scene.changes() == ["A:trade"])
        #expect(scene.board.markStale(before: Timestamp(nanoseconds: .max)) == 0)
    }

    @Test("a book without a snapshot is asked for after ten seconds, then less and less often, until one comes")
    func wanted() {
        var scene = Scene()
        let a = scene.symbol("A")
        scene.board.begin(Feed(.book, partition: 0))
        scene.book(a, .delta, 8)
        #expect(scene.needs(after: 100).isEmpty, "the snapshot may still be on its way from the past")
        scene.board.caughtUp(Feed(.book, partition: 0))
        var asked: [Int64] = []
        for second in Int64(0)...100 where scene.needs(after: second).contains(where: \.isDue) { asked.append(second) }
        #expect(asked == [10, 20, 40, 80])
        #expect(scene.needs(after: 100).map(\.need) == [.initial])
        scene.book(a, .snapshot, 8)
        #expect(scene.needs(after: 200).isEmpty)
        #expect(scene.board.bookStates()["bybit"]?[.live] == 1)
    }

    @Test("a book of which nothing is heard any more is not asked for")
    func ended() {
        var scene = Scene()
        let a = scene.symbol("A")
        scene.book(a, .delta, 8)
        _ = scene.needs(after: 0)
        scene.now = Timestamp(nanoseconds: scene.now.nanoseconds + 3_600_000_000_000)
        #expect(scene.needs(after: 0).isEmpty)
    }

    @Test("not more are asked for at once than may, and the others have their turn")
    func many() {
        var scene = Scene()
        for number in 0..<25 { scene.book(scene.symbol("S\(number)"), .delta, 8) }
        _ = scene.needs(after: 0)
        let rounds = [10, 11, 12, 13].map { scene.needs(after: $0).count(where: \.isDue) }
        #expect(rounds == [10, 10, 5, 0])
    }
}
