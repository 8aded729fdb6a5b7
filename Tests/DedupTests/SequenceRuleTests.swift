import DedupCore
import MarketData
import TestSupport
import Testing

@Suite("Deduplicator: rules that a document names")
struct SequenceRuleTests {
    private let hold: Int64 = 50_000_000
    private let second: Int64 = 1_000_000_000

    @Test("increasing: what is greater goes out at once, what is not is a copy, and no hole is named")
    func increasing() {
        var bench = DedupBench()
        bench.book(.init(last: 1_000, isSnapshot: true, rule: .increasing), from: "primary")
        bench.book(.init(last: 1_000, isSnapshot: true, rule: .increasing), from: "replica")
        for last in [Int64(1_500), 4_000, 9_000] {
            bench.book(.init(last: last, rule: .increasing), from: "primary", at: last)
            bench.book(.init(last: last, rule: .increasing), from: "replica", at: last + 1)
        }
        bench.book(.init(last: 8_000, rule: .increasing), from: "replica", at: 9_002)
        bench.release(now: second * 100)
        #expect(bench.passed == [1_000, 1_500, 4_000, 9_000] && bench.duplicates == 5)
        #expect(bench.gaps == [] && bench.wishes == [])
    }

    @Test("increasing: a reconnect's snapshot goes out at once and the stream goes on from it")
    func increasingSnapshot() {
        var bench = DedupBench()
        bench.book(.init(last: 10, isSnapshot: true, rule: .increasing))
        bench.book(.init(last: 20, rule: .increasing))
        bench.book(.init(last: 90, isSnapshot: true, rule: .increasing))
        bench.book(.init(last: 80, rule: .increasing))
        bench.book(.init(last: 95, rule: .increasing))
        #expect(bench.passed == [10, 20, 90, 95] && bench.duplicates == 1)
    }

    @Test("increasing: a stream that begins with a change has a snapshot asked for, and names nothing")
    func increasingBeginning() throws {
        var bench = DedupBench()
        bench.book(.init(last: 1_000, rule: .increasing), at: 0)
        bench.commit()
        try bench.crash(now: 0)
        bench.release(now: second * 6)
        #expect(bench.wishes.count == 1 && bench.gaps == [] && bench.beginnings == [:])
        // Too old for what went out; then one that bridges, beside the stream.
        bench.book(.init(last: 900, isSnapshot: true, horizon: 5, depth: 50, rule: .increasing), at: second * 7)
        bench.release(now: second * 20)
        #expect(bench.wishes.count >= 2)
        bench.book(.init(last: 1_000, isSnapshot: true, rule: .increasing), at: second * 21)
        let wishes = bench.wishes.count
        bench.release(now: second * 200)
        #expect(bench.wishes.count == wishes && bench.gaps == [] && bench.beginnings == [:] && bench.resolutions == [])
        #expect(bench.passed == [1_000, 1_000])
    }

    @Test("chained: a number that falls back behind the last one is a restart, not a copy (OKX)")
    func fallsBack() {
        var bench = DedupBench()
        func change(_ last: Int64, _ previous: Int64, _ time: Int64) -> DedupBench.Change {
            .init(last: last, previous: previous, depth: 400, eventTime: time)
        }
        bench.book(.init(last: 100, isSnapshot: true, depth: 400, eventTime: 1_000))
        bench.book(change(105, 100, 1_010))
        bench.book(change(3, 105, 1_020))
        bench.book(change(7, 3, 1_030))
        // The slower source brings all of it again: old numbers, the restart, new numbers.
        bench.book(.init(last: 100, isSnapshot: true, depth: 400, eventTime: 1_000), from: "replica")
        bench.book(change(105, 100, 1_010), from: "replica")
        bench.book(change(3, 105, 1_020), from: "replica")
        bench.book(change(7, 3, 1_030), from: "replica")
        bench.book(change(9, 7, 1_040), from: "replica")
        bench.release(now: second * 100)
        #expect(bench.passed == [100, 105, 3, 7, 9] && bench.duplicates == 4)
        #expect(bench.gaps == [] && bench.wishes == [] && bench.marks == [3: .restart])
    }

    @Test("chained: a fallback whose predecessor one source lost comes in order from the other")
    func fallsBackFilled() {
        var bench = DedupBench()
        bench.book(.init(last: 100, isSnapshot: true, depth: 400, eventTime: 1_000))
        bench.book(.init(last: 3, previous: 105, depth: 400, eventTime: 1_020), from: "primary")
        #expect(bench.passed == [100])
        bench.book(.init(last: 105, previous: 100, depth: 400, eventTime: 1_010), from: "replica")
        bench.book(.init(last: 3, previous: 105, depth: 400, eventTime: 1_020), from: "replica")
        #expect(bench.passed == [100, 105, 3] && bench.gaps == [])
    }

    @Test("a level-3 snapshot inside the stream is judged as a book's, and one beside it leaves the stream as it is")
    func ordersInStream() {
        var bench = DedupBench()
        bench.order(10, isSnapshot: true, place: .inStream)
        bench.order(11)
        bench.order(10, isSnapshot: true, place: .inStream, from: "replica")
        bench.order(20, isSnapshot: true, place: .inStream)
        #expect(bench.passed == [10, 11] && bench.duplicates == 1)
        bench.release(now: second * 3)
        #expect(bench.passed == [10, 11, 20] && bench.gaps == [12...19])
        bench.order(30, isSnapshot: true, place: .beside, at: second * 10)
        bench.order(21, at: second * 10)
        bench.order(15, isSnapshot: true, place: .inStream, from: "replica", at: second * 20)
        #expect(bench.passed == [10, 11, 20, 30, 21, 15])
        #expect(bench.marks == [:] && bench.streams == [:], "readers of orders know no marks")
    }

    @Test("what waits is judged by its rule in the next process, too")
    func saved() throws {
        var bench = DedupBench()
        bench.book(.init(last: 10, isSnapshot: true))
        // It names the one before, and is to be judged by what it covers all the same.
        bench.book(.init(first: 12, last: 13, previous: 4, rule: .contiguous))
        bench.commit()
        try bench.crash(now: 0)
        bench.book(.init(first: 11, last: 11, previous: 3, rule: .contiguous))
        #expect(bench.passed == [10, 11, 13] && bench.gaps == [])
    }

    @Test(
        "keeper, level-3 book and dedup say the same of a change",
        arguments: [SequenceRule.contiguous, .chained, .increasing])
    func agree(_ rule: SequenceRule) {
        for last in Int64(7)...13 {
            for first in 6...last {
                for previous in (rule == .chained ? Array(Int64(7)...12) : [0]) where previous < last || previous == 10
                {
                    let change = DedupBench.Change(
                        first: first, last: last, previous: rule == .chained ? previous : nil, rule: rule)
                    let judgement = SequenceSpan(
                        first: first, last: last, previous: change.previous, rule: rule
                    ).judgement(after: 10)
                    let place: Comment = "\(first)…\(last) after \(previous)"
                    #expect(Self.dedup(change, hold) == judgement, place)
                    #expect(Self.keeper(change) == judgement, place)
                    if rule != .chained { #expect(Self.orders(change) == judgement, place) }
                }
            }
        }
    }

    private static func dedup(_ change: DedupBench.Change, _ hold: Int64) -> SequenceJudgement? {
        var bench = DedupBench()
        bench.book(.init(last: 10, isSnapshot: true, rule: .contiguous, eventTime: 1))
        bench.book(change)
        if bench.passed.count == 2 { return .continues }
        if bench.duplicates == 1 { return .repeats }
        bench.release(now: hold + 1)
        return bench.gaps.first.map { .misses($0) }
    }

    private static func keeper(_ change: DedupBench.Change) -> SequenceJudgement? {
        var keeper = BookKeeper()
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        let levels = Buffer<Level>()
        _ = keeper.apply(
            BookChange(
                header: header, kind: .snapshot, rule: .contiguous, lastSequence: 10, bids: .empty, asks: .empty),
            levels: levels)
        let outcome = keeper.apply(
            BookChange(
                header: header, kind: .delta, rule: change.rule ?? .contiguous, firstSequence: change.first,
                lastSequence: change.last, previousSequence: change.previous, bids: .empty, asks: .empty),
            levels: levels)
        switch outcome {
        case .applied: return .continues
        case .duplicate: return .repeats
        case .gap(let from, let to): return .misses(from...to)
        case .waiting: return nil
        }
    }

    private static func orders(_ change: DedupBench.Change) -> SequenceJudgement? {
        var book = OrderBookL3()
        var batch = EventBatch()
        let symbol = RandomEvents.intern("S", venue: "v", product: .spot, instrument: "S", in: &batch)
        let header = EventHeader(symbol: symbol, eventTime: nil)
        book.apply(
            OrderSnapshot(
                header: header, rule: .contiguous, place: .beside, sequence: 10, bids: .empty, asks: .empty),
            of: batch)
        let outcome = book.apply(
            OrderChange(
                header: header, rule: change.rule ?? .contiguous, sequence: change.last, action: .add,
                orderID: batch.addText("o"), side: .bid, price: Decimal(1), size: Decimal(1),
                firstSequence: change.first), of: batch)
        switch outcome {
        case .applied: return .continues
        case .duplicate: return .repeats
        case .gap(let from, let to): return .misses(from...to)
        case .unknownOrder: return nil
        }
    }
}
