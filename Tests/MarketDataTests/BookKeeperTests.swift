import MarketData
import Testing

@Suite("BookKeeper")
struct BookKeeperTests {
    /// Builds changes with one bid whose price is the last sequence, so that the book shows what was applied.
    private static func change(
        _ kind: BookChange.Kind, first: Int64? = nil, last: Int64?, previous: Int64? = nil, depth: Int32 = 0,
        horizon: Int32? = nil, rule: SequenceRule? = nil, price: Int64
    ) -> (BookChange, Level) {
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        let change = BookChange(
            header: header, kind: kind, rule: rule ?? SequenceRule(last: last, previous: previous),
            place: kind == .snapshot && horizon != nil ? .beside : .inStream, depth: depth, firstSequence: first,
            lastSequence: last, previousSequence: previous,
            bids: IndexRange(start: 0, count: 1), asks: .empty, depthHorizon: horizon)
        return (change, Level(price: Decimal(price), size: Decimal(1)))
    }

    private static func apply(_ pair: (BookChange, Level), to keeper: inout BookKeeper) -> BookKeeper.Outcome {
        var levels = Buffer<Level>()
        levels.append(pair.1)
        return keeper.apply(pair.0, levels: levels)
    }

    @Test("Binance spot: what came before the REST snapshot is bridged to it, what it covers is dropped")
    func contiguousBridge() {
        var keeper = BookKeeper()
        #expect(Self.apply(Self.change(.delta, first: 1, last: 5, price: 5), to: &keeper) == .waiting)
        #expect(Self.apply(Self.change(.delta, first: 6, last: 10, price: 10), to: &keeper) == .waiting)
        #expect(keeper.state == .initial)
        #expect(Self.apply(Self.change(.snapshot, last: 7, horizon: 1000, price: 7), to: &keeper) == .applied)
        #expect(keeper.state == .live && keeper.lastSequence == 10)
        #expect(keeper.book.count(.bid) == 2 && keeper.book.bestBid?.price == Decimal(10))
        #expect(Self.apply(Self.change(.delta, first: 8, last: 10, price: 99), to: &keeper) == .duplicate)
        #expect(Self.apply(Self.change(.delta, first: 11, last: 12, price: 12), to: &keeper) == .applied)
        #expect(Self.apply(Self.change(.delta, first: 14, last: 15, price: 15), to: &keeper) == .gap(from: 13, to: 13))
        #expect(keeper.state == .gap && keeper.lastSequence == 12)
    }

    @Test("Binance futures: the first change after the snapshot spans it, then each names the one before")
    func chainedBridge() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.delta, first: 90, last: 99, previous: 89, price: 99), to: &keeper)
        _ = Self.apply(Self.change(.delta, first: 101, last: 110, previous: 99, price: 110), to: &keeper)
        #expect(Self.apply(Self.change(.snapshot, last: 105, horizon: 1000, price: 105), to: &keeper) == .applied)
        #expect(keeper.lastSequence == 110)
        #expect(
            Self.apply(Self.change(.delta, first: 115, last: 120, previous: 110, price: 120), to: &keeper) == .applied)
        #expect(
            Self.apply(Self.change(.delta, first: 131, last: 140, previous: 130, price: 140), to: &keeper)
                == .gap(from: 121, to: 130))
        // A fresh snapshot mends it; what waited is bridged.
        #expect(Self.apply(Self.change(.snapshot, last: 135, horizon: 1000, price: 135), to: &keeper) == .applied)
        #expect(keeper.state == .live && keeper.lastSequence == 140)
    }

    @Test("a snapshot that is too old for what waits leaves the gap open")
    func snapshotTooOld() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.delta, first: 50, last: 60, price: 60), to: &keeper)
        #expect(
            Self.apply(Self.change(.snapshot, last: 40, horizon: 1000, price: 40), to: &keeper)
                == .gap(from: 41, to: 49))
        #expect(keeper.state == .gap)
        #expect(Self.apply(Self.change(.snapshot, last: 55, horizon: 1000, price: 55), to: &keeper) == .applied)
        #expect(keeper.state == .live && keeper.lastSequence == 60)
    }

    @Test("Bybit: u grows by one, a snapshot inside the stream restarts it, even at u = 1")
    func restart() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.snapshot, first: 500, last: 500, depth: 200, price: 1), to: &keeper)
        #expect(Self.apply(Self.change(.delta, first: 501, last: 501, depth: 200, price: 2), to: &keeper) == .applied)
        #expect(Self.apply(Self.change(.snapshot, first: 1, last: 1, depth: 200, price: 3), to: &keeper) == .applied)
        #expect(Self.apply(Self.change(.delta, first: 2, last: 2, depth: 200, price: 4), to: &keeper) == .applied)
        #expect(keeper.book.count(.bid) == 2 && keeper.lastSequence == 2)
    }

    @Test("a snapshot that comes late mends a book inside the stream too: what waited is applied behind it")
    func lateSnapshot() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.snapshot, first: 1, last: 1, depth: 200, price: 1), to: &keeper)
        #expect(
            Self.apply(Self.change(.delta, first: 4, last: 4, depth: 200, price: 4), to: &keeper)
                == .gap(from: 2, to: 3))
        #expect(Self.apply(Self.change(.delta, first: 5, last: 5, depth: 200, price: 5), to: &keeper) == .waiting)
        #expect(Self.apply(Self.change(.snapshot, first: 4, last: 4, depth: 200, price: 9), to: &keeper) == .applied)
        #expect(keeper.state == .live && keeper.lastSequence == 5)
        // Where the numbering begins again, what waited belongs to the one before.
        #expect(
            Self.apply(Self.change(.delta, first: 9, last: 9, depth: 200, price: 4), to: &keeper)
                == .gap(from: 6, to: 8))
        #expect(Self.apply(Self.change(.snapshot, first: 1, last: 1, depth: 200, price: 3), to: &keeper) == .applied)
        #expect(keeper.state == .live && keeper.lastSequence == 1)
    }

    @Test("Deribit: the chain begins at the snapshot's change id")
    func deribit() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.snapshot, last: 1000, price: 1), to: &keeper)
        #expect(Self.apply(Self.change(.delta, last: 1007, previous: 1000, price: 2), to: &keeper) == .applied)
        #expect(Self.apply(Self.change(.delta, last: 1007, previous: 1000, price: 2), to: &keeper) == .duplicate)
        #expect(
            Self.apply(Self.change(.delta, last: 1020, previous: 1010, price: 3), to: &keeper)
                == .gap(from: 1008, to: 1010))
    }

    @Test("a second source's older photograph changes nothing")
    func oldPhotograph() {
        var keeper = BookKeeper()
        _ = Self.apply(Self.change(.snapshot, last: 10, horizon: 5, price: 10), to: &keeper)
        _ = Self.apply(Self.change(.delta, first: 11, last: 12, price: 12), to: &keeper)
        #expect(Self.apply(Self.change(.snapshot, last: 11, horizon: 5, price: 11), to: &keeper) == .duplicate)
        #expect(keeper.book.count(.bid) == 2)
    }

    @Test("without sequence ids every change after the snapshot is applied")
    func unordered() {
        var keeper = BookKeeper()
        #expect(Self.apply(Self.change(.delta, last: nil, price: 1), to: &keeper) == .waiting)
        #expect(Self.apply(Self.change(.snapshot, last: nil, price: 2), to: &keeper) == .applied)
        #expect(Self.apply(Self.change(.delta, last: nil, price: 3), to: &keeper) == .applied)
        #expect(keeper.book.count(.bid) == 2 && keeper.lastSequence == nil)
    }

    @Test("stale, halted and resyncing are told apart and left again")
    func states() {
        var keeper = BookKeeper()
        keeper.markResyncing()
        #expect(keeper.state == .resyncing)
        _ = Self.apply(Self.change(.snapshot, last: 1, depth: 50, price: 1), to: &keeper)
        keeper.markStale()
        #expect(keeper.state == .stale)
        _ = Self.apply(Self.change(.delta, first: 2, last: 2, depth: 50, price: 2), to: &keeper)
        #expect(keeper.state == .live)
        keeper.markHalted(true)
        #expect(keeper.state == .halted)
        keeper.markHalted(false)
        #expect(keeper.state == .live)
    }

    @Test("a book that trading resumes in has the state of its levels")
    func resumed() {
        var keeper = BookKeeper()
        var levels = Buffer<Level>()
        levels.append(Level(price: Decimal(2), size: Decimal(1)))
        levels.append(Level(price: Decimal(1), size: Decimal(1)))
        let crossed = BookChange(
            header: EventHeader(symbol: SymbolID(index: 0), eventTime: Timestamp(nanoseconds: 1)), kind: .snapshot,
            rule: .contiguous, lastSequence: 1, bids: IndexRange(start: 0, count: 1),
            asks: IndexRange(start: 1, count: 1))
        #expect(keeper.apply(crossed, levels: levels) == .applied)
        #expect(keeper.state == .crossed)
        keeper.markHalted(true)
        keeper.markHalted(false)
        #expect(keeper.state == .crossed)
    }
}
