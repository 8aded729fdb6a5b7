import DedupCore
import Testing

/// A stream begins with a snapshot or with a change; a book lives only if the two meet.
@Suite("Deduplicator: how a book begins")
struct BeginningTests {
    private let second: Int64 = 1_000_000_000

    @Test(
        "a snapshot older than the first change is asked for again at once, whichever came first",
        arguments: [true, false])
    func tooOld(changeFirst: Bool) {
        var bench = DedupBench()
        if changeFirst { bench.book(.init(first: 1000, last: 1010, depth: 0), at: 0) }
        bench.book(.init(last: 900, isSnapshot: true, horizon: 5, depth: 0), at: 1)
        if !changeFirst { bench.book(.init(first: 1000, last: 1010, depth: 0), at: 2) }
        bench.release(now: 3)
        #expect(bench.beginnings == ["snapshot_behind": 901...999])
        #expect(bench.wishes == ["the snapshot is older than the stream"])
        // The venue's cache is behind still: asked for until one bridges.
        bench.book(.init(last: 950, isSnapshot: true, horizon: 5, depth: 0), at: second)
        bench.release(now: 6 * second)
        #expect(bench.wishes.count == 2)
        bench.book(.init(last: 1005, isSnapshot: true, horizon: 5, depth: 0), at: 7 * second)
        bench.release(now: 1000 * second)
        #expect(bench.wishes.count == 2 && bench.resolutions == ["snapshot"])
    }

    @Test("a snapshot that bridges is all that is needed", arguments: [999, 1004, 1500] as [Int64])
    func bridges(snapshot: Int64) {
        var bench = DedupBench()
        bench.book(.init(first: 1000, last: 1010, depth: 0), at: 0)
        bench.book(.init(last: snapshot, isSnapshot: true, horizon: 5, depth: 0), at: 1)
        bench.book(.init(first: 1011, last: 1020, depth: 0), at: 2)
        bench.release(now: 1000 * second)
        #expect(bench.beginnings.isEmpty && bench.wishes.isEmpty && bench.gaps.isEmpty)
    }

    @Test("chained: a snapshot of the number that the first change names bridges", arguments: [80, 90, 95] as [Int64])
    func chained(snapshot: Int64) {
        var bench = DedupBench()
        bench.book(.init(first: 91, last: 100, previous: 90, depth: 0), at: 0)
        bench.book(.init(last: snapshot, isSnapshot: true, horizon: 5, depth: 0), at: 1)
        bench.release(now: 2)
        #expect(bench.beginnings == (snapshot < 90 ? ["snapshot_behind": 81...90] : [:]))
        #expect(bench.wishes.count == (snapshot < 90 ? 1 : 0))
    }

    @Test(
        "a stream without any snapshot is named after some seconds and asked for, with an empty state as with a new one"
    )
    func none() throws {
        var bench = DedupBench()
        for number in Int64(500)...510 { bench.book(.init(first: number, last: number), at: number) }
        bench.release(now: 4 * second)
        #expect(bench.wishes.isEmpty)
        bench.release(now: 6 * second)
        #expect(bench.beginnings == ["no_snapshot": 499...499] && bench.wishes == ["no snapshot came"])
        bench.commit()
        try bench.crash(now: 7 * second)
        bench.release(now: 7 * second)
        #expect(bench.wishes.count == 2, "what is missing is remembered")
        bench.book(.init(first: 510, last: 510, isSnapshot: true), at: 8 * second)
        bench.release(now: 1000 * second)
        #expect(bench.wishes.count == 2 && bench.resolutions == ["snapshot"])
    }

    @Test("an elected source that never sent a snapshot is asked for one")
    func elected() {
        var bench = DedupBench()
        for tick in Int64(0)..<10 { bench.book(.init(), at: tick * second) }
        #expect(bench.wishes == ["no snapshot came"])
        bench.book(.init(isSnapshot: true), at: 10 * second)
        for tick in Int64(100)..<110 { bench.book(.init(), at: tick * second) }
        #expect(bench.wishes.count == 1)
    }
}
