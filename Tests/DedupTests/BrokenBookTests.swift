import DedupCore
import Testing

@Suite("Deduplicator: a book that misses something")
struct BrokenBookTests {
    private let hold: Int64 = 50_000_000
    private let second: Int64 = 1_000_000_000

    /// 1, 2, then 5 without 3 and 4, and the wait for them is over.
    private func broken() -> DedupBench {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1, isSnapshot: true), at: 0)
        bench.book(.init(first: 2, last: 2), at: 1)
        bench.book(.init(first: 5, last: 5), at: 2)
        bench.release(now: hold * 2)
        return bench
    }

    @Test("a snapshot is asked for at once, and again after 5, 10, 20 … 60 seconds until one comes")
    func requests() {
        var bench = broken()
        #expect(bench.gaps == [3...4] && bench.wishes == ["sequence_jump"])
        bench.release(now: hold * 2 + 5 * second - 1)
        #expect(bench.wishes.count == 1)
        bench.release(now: hold * 2 + 5 * second)
        #expect(bench.wishes.count == 2)
        bench.release(now: hold * 2 + 14 * second)
        #expect(bench.wishes.count == 2)
        bench.release(now: hold * 2 + 15 * second)
        #expect(bench.wishes.count == 3)
        bench.book(.init(first: 5, last: 5, isSnapshot: true), from: "replica", at: 20 * second)
        bench.release(now: 1000 * second)
        #expect(bench.wishes.count == 3)
    }

    @Test("a snapshot behind the stream mends it, and says so; the next one is a copy again")
    func behind() {
        var bench = broken()
        bench.book(.init(first: 6, last: 6), at: hold * 2)
        bench.book(.init(first: 3, last: 3, isSnapshot: true), from: "replica", at: hold * 2)
        #expect(bench.passed == [1, 2, 5, 6], "it lacks 4, which nobody has")
        bench.book(.init(first: 5, last: 5, isSnapshot: true), from: "replica", at: hold * 2)
        #expect(bench.passed == [1, 2, 5, 6, 5])
        #expect(bench.gaps == [3...4, 3...4] && bench.resolutions == ["", "snapshot"])
        bench.book(.init(first: 6, last: 6, isSnapshot: true), from: "primary", at: hold * 3)
        #expect(bench.passed == [1, 2, 5, 6, 5])
    }

    @Test("a snapshot ahead of the stream waits for what lies between, and mends it when its turn comes")
    func ahead() {
        var bench = broken()
        bench.book(.init(first: 7, last: 7, isSnapshot: true), from: "replica", at: hold * 2)
        bench.book(.init(first: 6, last: 6), at: hold * 2)
        bench.book(.init(first: 7, last: 7), at: hold * 2)
        bench.book(.init(first: 8, last: 8), from: "replica", at: hold * 2)
        #expect(bench.passed == [1, 2, 5, 6, 7, 7, 8])
        #expect(bench.resolutions == ["", "snapshot"])
    }

    @Test("a photograph beside the stream mends it")
    func photograph() {
        var bench = DedupBench()
        bench.book(.init(first: 10, last: 12, previous: 9, depth: 0), at: 0)
        bench.book(.init(first: 20, last: 22, previous: 19, depth: 0), at: 1)
        bench.release(now: hold * 2)
        #expect(bench.gaps == [13...19] && bench.resolutions == [""])
        bench.book(.init(last: 21, isSnapshot: true, horizon: 1000, depth: 0), at: hold * 2)
        #expect(bench.passed == [12, 22, 21] && bench.resolutions == ["", "snapshot"])
    }
}
