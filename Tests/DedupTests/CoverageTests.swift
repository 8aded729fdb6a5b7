import DedupCore
import MarketData
import Testing

@Suite("Deduplicator: coverage of minutes")
struct CoverageTests {
    private let second: Int64 = 1_000_000_000

    @Test("a minute ends with the first document of a later one, and says what each source gave")
    func minute() throws {
        var bench = DedupBench()
        for sequence in Int64(1)...3 { bench.book(.init(first: sequence, last: sequence), at: sequence * second) }
        bench.book(.init(first: 1, last: 1), from: "replica", at: 4 * second)
        // 5 comes before 4, which only the replica has.
        bench.book(.init(first: 5, last: 5), at: 5 * second)
        bench.book(.init(first: 4, last: 4), from: "replica", at: 5 * second)
        #expect(bench.coverage == [])
        bench.book(.init(first: 6, last: 6), at: 61 * second)
        let notice = try #require(bench.coverage.first)
        #expect(notice.start == Timestamp(nanoseconds: 0) && notice.channel == "book")
        #expect(notice.firstSequence == 1 && notice.lastSequence == 5)
        #expect(notice.events == 5 && notice.duplicates == 1 && notice.gaps == 0)
        #expect(
            notice.sources == [
                CoverageSource(source: "primary", received: 4, passed: 4, filled: 0),
                CoverageSource(source: "replica", received: 2, passed: 1, filled: 1),
            ])
    }

    @Test("a minute that nothing follows ends ten seconds later")
    func idle() {
        var bench = DedupBench()
        bench.trade(id: "1", from: "primary", at: 30 * second)
        bench.release(now: 69 * second)
        #expect(bench.coverage == [])
        bench.release(now: 71 * second)
        #expect(bench.coverage.map(\.events) == [1] && bench.coverage[0].firstSequence == nil)
        bench.release(now: 200 * second)
        #expect(bench.coverage.count == 1)
    }

    @Test("gaps are counted in the minute in which they are named")
    func gaps() {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1), at: 0)
        bench.book(.init(first: 3, last: 3), at: 1)
        bench.release(now: second)
        bench.release(now: 100 * second)
        #expect(bench.coverage.map(\.gaps) == [1] && bench.coverage.map(\.events) == [2])
    }

    @Test("a minute is counted once, also by a process that was killed in its midst")
    func crash() throws {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1), at: 0)
        bench.commit()
        bench.book(.init(first: 2, last: 2), at: second)
        try bench.crash(now: 2 * second)
        bench.book(.init(first: 2, last: 2), at: second)
        bench.book(.init(first: 3, last: 3), at: 61 * second)
        #expect(bench.coverage.map(\.events) == [2])
    }
}
