import MarketData
import Testing

@Suite("BookKeeper: rules that a change names")
struct BookKeeperRuleTests {
    private struct Scene: ~Copyable {
        var keeper = BookKeeper()

        /// Applies a change of one bid of size 1.
        @discardableResult
        mutating func apply(
            _ kind: BookChange.Kind, _ rule: SequenceRule, last: Int64, previous: Int64? = nil,
            place: SnapshotPlace = .inStream, flags: EventFlags = [], price: Int64
        ) -> BookKeeper.Outcome {
            var levels = Buffer<Level>()
            levels.append(Level(price: Decimal(price), size: Decimal(1)))
            let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil, flags: flags)
            let change = BookChange(
                header: header, kind: kind, rule: rule, place: place, lastSequence: last, previousSequence: previous,
                bids: IndexRange(start: 0, count: 1), asks: .empty)
            return keeper.apply(change, levels: levels)
        }

        var bids: [Int64] { keeper.top(10, .bid).map { Int64($0.price.units / Decimal.unitsPerWhole) } }
    }

    @Test("increasing: a hole says nothing, what is not greater is a repetition, a snapshot in the stream restarts")
    func increasing() {
        var scene = Scene()
        #expect(scene.apply(.snapshot, .increasing, last: 1_000, price: 1) == .applied)
        #expect(scene.apply(.delta, .increasing, last: 5_000, price: 2) == .applied)
        #expect(scene.apply(.delta, .increasing, last: 5_000, price: 3) == .duplicate)
        #expect(scene.apply(.delta, .increasing, last: 4_999, price: 4) == .duplicate)
        #expect(scene.apply(.delta, .increasing, last: 9_000, price: 5) == .applied)
        #expect(scene.bids == [5, 2, 1] && scene.keeper.state == .live)
        #expect(scene.apply(.snapshot, .increasing, last: 8_000, price: 6) == .applied)
        #expect(scene.bids == [6] && scene.keeper.lastSequence == 8_000)
        #expect(scene.apply(.delta, .increasing, last: 8_001, price: 7) == .applied)
    }

    @Test("increasing: what came before a snapshot beside the stream is dropped or applied behind it")
    func increasingBeside() {
        var scene = Scene()
        #expect(scene.apply(.delta, .increasing, last: 1_000, price: 1) == .waiting)
        // It is unknown whether there is anything between 900 and 1,000: the stream was not received then.
        #expect(scene.apply(.snapshot, .increasing, last: 900, place: .beside, price: 2) == .waiting)
        #expect(scene.keeper.need != nil)
        #expect(scene.apply(.delta, .increasing, last: 3_000, price: 3) == .waiting)
        #expect(scene.apply(.snapshot, .increasing, last: 2_000, place: .beside, price: 4) == .applied)
        #expect(scene.bids == [4, 3] && scene.keeper.lastSequence == 3_000 && scene.keeper.state == .live)
        #expect(scene.apply(.snapshot, .increasing, last: 2_500, place: .beside, price: 5) == .duplicate)
    }

    @Test("chained: the numbering falls back where the change names the number at which the book stands (OKX)")
    func fallsBack() {
        var scene = Scene()
        scene.apply(.snapshot, .contiguous, last: 100, price: 1)
        #expect(scene.apply(.delta, .chained, last: 105, previous: 100, price: 2) == .applied)
        #expect(scene.apply(.delta, .chained, last: 3, previous: 105, flags: .restart, price: 3) == .applied)
        // Copies of what came before, and of the restart itself.
        #expect(scene.apply(.delta, .chained, last: 3, previous: 105, price: 4) == .duplicate)
        #expect(scene.apply(.delta, .chained, last: 7, previous: 3, price: 5) == .applied)
        #expect(scene.bids == [5, 3, 2, 1] && scene.keeper.lastSequence == 7 && scene.keeper.state == .live)
        #expect(scene.apply(.delta, .chained, last: 2, previous: 1, price: 6) == .duplicate)
    }

    @Test("chained: it falls back by its numbers alone, too")
    func fallsBackUnmarked() {
        var scene = Scene()
        scene.apply(.snapshot, .contiguous, last: 100, price: 1)
        #expect(scene.apply(.delta, .chained, last: 3, previous: 100, price: 2) == .applied)
        #expect(scene.apply(.delta, .chained, last: 9, previous: 8, price: 3) == .gap(from: 4, to: 8))
    }

    @Test("none: numbers are there and not judged by")
    func none() {
        var scene = Scene()
        scene.apply(.snapshot, .none, last: 100, price: 1)
        #expect(scene.apply(.delta, .none, last: 3, price: 2) == .applied)
        #expect(scene.apply(.delta, .none, last: 3, price: 3) == .applied)
    }

    @Test("a snapshot that was not cut is whole, though it was taken beside the stream")
    func wholeBeside() {
        var scene = Scene()
        scene.apply(.snapshot, .contiguous, last: 100, place: .beside, price: 1)
        #expect(scene.keeper.knownLimit(.bid) == nil && scene.keeper.need == nil)
        #expect(scene.apply(.snapshot, .contiguous, last: 90, place: .beside, price: 2) == .duplicate)
    }
}
