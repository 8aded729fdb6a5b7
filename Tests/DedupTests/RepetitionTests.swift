import DedupCore
import MarketData
import Testing

/// A log that is cut off by retention must still begin with a book.
@Suite("Deduplicator: snapshots that agree with the stream")
struct RepetitionTests {
    private let hour: Int64 = 3_600_000_000_000
    private let second: Int64 = 1_000_000_000

    private func running() -> DedupBench {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1, isSnapshot: true), at: 0)
        for number in Int64(2)...5 { bench.book(.init(first: number, last: number), at: number) }
        return bench
    }

    @Test("inside the stream: at or behind its end it goes out, marked, and the stream stays as it is")
    func inside() {
        var bench = running()
        bench.book(.init(first: 5, last: 5, isSnapshot: true), at: 6 * hour)
        bench.book(.init(first: 6, last: 6), at: 6 * hour)
        bench.book(.init(first: 4, last: 4, isSnapshot: true, eventTime: 4), from: "replica", at: 12 * hour)
        bench.book(.init(first: 7, last: 7), at: 12 * hour)
        #expect(bench.passed == [1, 2, 3, 4, 5, 5, 6, 4, 7])
        #expect(bench.marks == [5: .repetition, 4: .repetition] && bench.gaps.isEmpty && bench.wishes.isEmpty)
    }

    @Test("the other sources' copies of it are removed")
    func copies() {
        var bench = running()
        bench.book(.init(first: 5, last: 5, isSnapshot: true), from: "primary", at: 6 * hour)
        bench.book(.init(first: 5, last: 5, isSnapshot: true), from: "replica", at: 6 * hour + second)
        #expect(bench.passed == [1, 2, 3, 4, 5, 5] && bench.duplicates == 1)
    }

    @Test("ahead of the stream it waits for its turn, and then goes out as a repetition")
    func ahead() {
        var bench = running()
        bench.book(.init(first: 7, last: 7, isSnapshot: true), from: "replica", at: 6 * hour)
        bench.book(.init(first: 6, last: 6), at: 6 * hour)
        bench.book(.init(first: 7, last: 7), at: 6 * hour)
        bench.book(.init(first: 8, last: 8), at: 6 * hour)
        bench.release(now: 6 * hour + second)
        #expect(bench.passed == [1, 2, 3, 4, 5, 6, 7, 7, 8] && bench.marks == [7: .repetition] && bench.gaps.isEmpty)
    }

    @Test("with just the next number it waits for that change, which another source may still send; nothing is missing")
    func next() {
        var bench = running()
        bench.book(.init(first: 6, last: 6, isSnapshot: true), from: "replica", at: 6 * second)
        bench.book(.init(first: 7, last: 7), from: "replica", at: 6 * second)
        #expect(bench.passed == [1, 2, 3, 4, 5])
        bench.book(.init(first: 6, last: 6), from: "primary", at: 6 * second + 1)
        #expect(bench.passed == [1, 2, 3, 4, 5, 6, 6, 7] && bench.marks == [6: .repetition])
        bench.book(.init(first: 8, last: 8, isSnapshot: true), from: "replica", at: 7 * second)
        bench.release(now: 20 * second)
        #expect(bench.passed == [1, 2, 3, 4, 5, 6, 6, 7, 8] && bench.gaps.isEmpty && bench.wishes.isEmpty)
    }

    @Test("beside the stream: where nothing moves, the same photograph goes out again when some time has passed")
    func photograph() {
        var bench = DedupBench()
        bench.book(.init(last: 3, isSnapshot: true, horizon: 1000, depth: 0), at: 0)
        bench.book(.init(first: 3, last: 5, depth: 0), at: 1)
        bench.book(.init(last: 5, isSnapshot: true, horizon: 1000, depth: 0), at: 6 * hour)
        bench.book(.init(last: 5, isSnapshot: true, horizon: 1000, depth: 0), from: "replica", at: 6 * hour + second)
        bench.book(.init(last: 5, isSnapshot: true, horizon: 1000, depth: 0), at: 12 * hour)
        #expect(bench.passed == [3, 5, 5, 5] && bench.marks == [5: .repetition] && bench.duplicates == 1)
    }
}
