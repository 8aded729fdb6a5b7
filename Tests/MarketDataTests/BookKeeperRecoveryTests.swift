import MarketData
import Testing

/// How a book recovers: repeated or late snapshots, restarted numbers, and unknown levels.
@Suite("BookKeeper: coming back")
struct BookKeeperRecoveryTests {
    /// A book under test, fed with whole changes.
    private struct Scene: ~Copyable {
        var keeper = BookKeeper()

        @discardableResult
        mutating func apply(
            _ kind: BookChange.Kind, first: Int64? = nil, last: Int64?, previous: Int64? = nil, depth: Int32 = 0,
            horizon: Int32? = nil, flags: EventFlags = [], bids: [(Int64, Int64)], asks: [(Int64, Int64)] = []
        ) -> BookKeeper.Outcome {
            var levels = Buffer<Level>()
            for (price, size) in bids + asks { levels.append(Level(price: Decimal(price), size: Decimal(size))) }
            let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil, flags: flags)
            let change = BookChange(
                header: header, kind: kind, rule: SequenceRule(last: last, previous: previous),
                place: kind == .snapshot && depth == 0 && horizon != nil && last != nil ? .beside : .inStream,
                depth: depth, firstSequence: first, lastSequence: last, previousSequence: previous,
                bids: IndexRange(start: 0, count: bids.count),
                asks: IndexRange(start: bids.count, count: asks.count), depthHorizon: horizon)
            return keeper.apply(change, levels: levels)
        }

        var bids: [Int64] { keeper.top(10, .bid).map { Int64($0.price.units / Decimal.unitsPerWhole) } }
    }

    @Test("a repetition changes nothing in a book that is followed, and gives one to who has none")
    func repetition() {
        var followed = Scene()
        followed.apply(.snapshot, first: 1, last: 1, depth: 50, bids: [(10, 1)])
        followed.apply(.delta, first: 2, last: 2, depth: 50, bids: [(11, 1)])
        for last in [Int64(1), 2] {
            #expect(
                followed.apply(.snapshot, first: last, last: last, depth: 50, flags: .repetition, bids: [(9, 1)])
                    == .duplicate)
        }
        #expect(followed.bids == [11, 10] && followed.keeper.lastSequence == 2)

        var late = Scene()
        late.apply(.delta, first: 3, last: 3, depth: 50, bids: [(12, 1)])
        late.apply(.delta, first: 4, last: 4, depth: 50, bids: [(13, 1)])
        // Behind what was heard: what waited is applied behind it.
        #expect(
            late.apply(.snapshot, first: 2, last: 2, depth: 50, flags: .repetition, bids: [(11, 1), (10, 1)])
                == .applied)
        #expect(late.bids == [13, 12, 11, 10] && late.keeper.lastSequence == 4 && late.keeper.state == .live)
    }

    @Test("one that is too old for who comes late leaves it waiting")
    func repetitionTooOld() {
        var late = Scene()
        late.apply(.delta, first: 5, last: 5, depth: 50, bids: [(12, 1)])
        late.apply(.snapshot, first: 3, last: 3, depth: 50, flags: .repetition, bids: [(10, 1)])
        #expect(late.keeper.state == .gap && late.keeper.need == .initial)
    }

    @Test("where changes are missing, a snapshot of before brings the book's number no further back")
    func noStepBack() {
        var scene = Scene()
        scene.apply(.snapshot, last: 100, horizon: 1000, bids: [(10, 1)])
        scene.apply(.delta, first: 101, last: 105, bids: [(11, 1)])
        #expect(scene.apply(.delta, first: 110, last: 112, bids: [(12, 1)]) == .gap(from: 106, to: 109))
        #expect(scene.apply(.snapshot, last: 103, horizon: 1000, bids: [(1, 1)]) == .duplicate)
        #expect(scene.keeper.lastSequence == 105 && scene.keeper.state == .gap)
        scene.apply(.snapshot, last: 111, horizon: 1000, bids: [(11, 1)])
        #expect(scene.keeper.lastSequence == 112 && scene.keeper.state == .live)
    }

    @Test("numbers that begin anew: a change waits for its snapshot, and the old book is not shown as live")
    func restartByChange() {
        var scene = Scene()
        scene.apply(.snapshot, last: 9000, horizon: 1000, bids: [(10, 1)])
        scene.apply(.delta, first: 9001, last: 9001, bids: [(11, 1)])
        #expect(scene.apply(.delta, first: 7, last: 8, flags: .restart, bids: [(20, 1)]) == .gap(from: 6, to: 6))
        #expect(scene.keeper.state == .gap)
        scene.apply(.delta, first: 9, last: 9, bids: [(21, 1)])
        scene.apply(.snapshot, last: 7, horizon: 1000, bids: [(19, 1)])
        #expect(scene.bids == [21, 20, 19] && scene.keeper.lastSequence == 9 && scene.keeper.state == .live)
    }

    @Test("numbers that begin anew with a snapshot: nothing that waited belongs to it")
    func restartBySnapshot() {
        var scene = Scene()
        scene.apply(.snapshot, first: 500, last: 500, depth: 50, bids: [(100, 1)])
        scene.apply(.delta, first: 1 << 62, last: 1 << 62, depth: 50, bids: [(100, 9)])
        #expect(scene.keeper.state == .gap)
        scene.apply(.snapshot, first: 600, last: 600, depth: 50, flags: .restart, bids: [(100, 5)])
        scene.apply(.delta, first: 601, last: 601, depth: 50, bids: [(101, 6)])
        #expect(scene.bids == [101, 100] && scene.keeper.state == .live && scene.keeper.lastSequence == 601)
    }

    @Test("after a wrong number the book goes on where it stood")
    func wrongNumber() {
        var scene = Scene()
        scene.apply(.snapshot, first: 500, last: 500, depth: 50, bids: [(100, 1)])
        scene.apply(.delta, first: 1 << 62, last: 1 << 62, depth: 50, bids: [(100, 9)])
        #expect(
            scene.apply(.delta, first: 501, last: 501, depth: 50, flags: .restart, bids: [(101, 6)]) == .applied)
        #expect(scene.bids == [101, 100] && scene.keeper.state == .live && scene.keeper.lastSequence == 501)
        #expect(scene.keeper.book.bestBid?.size == Decimal(6) && scene.keeper.top(2, .bid)[1].size == Decimal(1))
    }

    // MARK: - Limited depth

    /// Five levels a side around 100, cut there.
    private func limited() -> Scene {
        var scene = Scene()
        scene.apply(
            .snapshot, last: 100, horizon: 5, bids: [(100, 1), (99, 1), (98, 1), (97, 1), (96, 1)],
            asks: [(101, 1), (102, 1), (103, 1), (104, 1), (105, 1)])
        return scene
    }

    @Test("what lies beyond the snapshot's levels is not shown, and a book that has left them is not live")
    func beyond() {
        var scene = limited()
        #expect(scene.keeper.knownLimit(.bid) == Decimal(96) && scene.keeper.knownLimit(.ask) == Decimal(105))
        scene.apply(.delta, first: 101, last: 101, bids: [(80, 3)])
        #expect(scene.bids == [100, 99, 98, 97, 96] && scene.keeper.state == .live)
        scene.apply(
            .delta, first: 102, last: 102, bids: [(100, 0), (99, 0), (98, 0), (97, 0), (96, 0)], asks: [(95, 2)])
        #expect(scene.bids == [] && scene.keeper.best(.bid) == nil && scene.keeper.state == .resyncing)
        #expect(scene.keeper.best(.ask)?.price == Decimal(95))
        // A level within what is known makes the touch known again.
        scene.apply(.delta, first: 103, last: 103, bids: [(97, 1)], asks: [(95, 0)])
        #expect(scene.bids == [97] && scene.keeper.state == .live)
    }

    @Test("a side with fewer levels than the limit is known whole, and a snapshot inside the stream has no limit")
    func whole() {
        var scene = Scene()
        scene.apply(.snapshot, last: 100, horizon: 5, bids: [(100, 1)], asks: [(101, 1)])
        scene.apply(.delta, first: 101, last: 101, bids: [(100, 0), (50, 1)])
        #expect(scene.bids == [50] && scene.keeper.state == .live && scene.keeper.need == nil)
        scene = limited()
        scene.apply(.snapshot, first: 101, last: 101, bids: [(90, 1)])
        #expect(scene.bids == [90] && scene.keeper.knownLimit(.bid) == nil)
    }

    @Test("a fresh snapshot is wanted before the price gets there, and one that comes late is loaded under the changes")
    func refresh() {
        var scene = limited()
        #expect(scene.keeper.need == nil)
        scene.apply(.delta, first: 101, last: 101, bids: [(100, 0), (99, 0), (98, 0)])
        #expect(scene.keeper.need == nil, "97 is three quarters of the way")
        scene.apply(.delta, first: 102, last: 102, bids: [(97, 0)])
        #expect(scene.keeper.need == .horizon && scene.keeper.state == .live)
        // Before the request changes are not kept: an older photograph cannot be loaded.
        #expect(scene.apply(.snapshot, last: 101, horizon: 5, bids: [(1, 1)]) == .duplicate)
        scene.keeper.markResyncing()
        #expect(scene.keeper.state == .live)
        scene.apply(.delta, first: 103, last: 104, bids: [(95, 4)])
        scene.apply(.delta, first: 105, last: 106, bids: [(96, 0)])
        #expect(scene.keeper.state == .resyncing)
        scene.apply(
            .snapshot, last: 103, horizon: 5, bids: [(96, 1), (94, 1), (93, 1), (92, 1), (91, 1)], asks: [(101, 1)])
        #expect(scene.bids == [95, 94, 93, 92, 91] && scene.keeper.lastSequence == 106)
        #expect(scene.keeper.state == .live && scene.keeper.need == nil)
    }

    @Test("no price and no number makes it trap", arguments: [Int64.min, -1, 0, 1, Int64.max])
    func extremes(number: Int64) {
        let prices = [Int128.min, Int128.min + 1, -1, 0, 1, Int128.max]
        for bid in prices {
            for ask in prices {
                var keeper = BookKeeper()
                var levels = Buffer<Level>()
                for price in [bid, bid, ask, ask] {
                    levels.append(Level(price: Decimal(units: price), size: Decimal(units: ask)))
                }
                for (kind, flags) in [
                    (BookChange.Kind.snapshot, EventFlags()), (.delta, []), (.delta, .restart),
                    (.snapshot, .repetition),
                    (.snapshot, .restart),
                ] {
                    for previous in [nil, Int64.min, Int64.max] {
                        _ = keeper.apply(
                            BookChange(
                                header: EventHeader(symbol: SymbolID(index: 0), eventTime: nil, flags: flags),
                                kind: kind, rule: SequenceRule(last: number, previous: previous),
                                place: kind == .snapshot ? .beside : .inStream, firstSequence: number,
                                lastSequence: number, previousSequence: previous,
                                bids: IndexRange(start: 0, count: 2), asks: IndexRange(start: 2, count: 2),
                                depthHorizon: 2), levels: levels)
                        keeper.markResyncing()
                        _ = (keeper.need, keeper.best(.bid), keeper.top(5, .ask))
                    }
                }
            }
        }
    }
}
