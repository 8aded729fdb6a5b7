import DedupCore
import MarketData
import Testing

@Suite("Deduplicator: rules")
struct DeduplicatorTests {
    private let hold: Int64 = 50_000_000

    @Test("contiguous: one copy of each goes out, in order, whichever source is first")
    func contiguous() {
        var bench = DedupBench()
        for sequence in Int64(1)...5 {
            bench.book(.init(first: sequence, last: sequence), from: "primary")
            bench.book(.init(first: sequence, last: sequence), from: "replica")
        }
        #expect(bench.passed == [1, 2, 3, 4, 5])
        #expect(bench.duplicates == 5 && bench.gaps.isEmpty)
    }

    @Test("what one source lost is filled from the other, and what came after it waits for that")
    func filled() {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1), from: "primary", at: 0)
        bench.book(.init(first: 3, last: 3), from: "primary", at: 1)
        bench.book(.init(first: 4, last: 4), from: "primary", at: 2)
        #expect(bench.passed == [1])
        bench.book(.init(first: 1, last: 1), from: "replica", at: 3)
        bench.book(.init(first: 2, last: 2), from: "replica", at: 4)
        #expect(bench.passed == [1, 2, 3, 4])
        bench.book(.init(first: 3, last: 3), from: "replica", at: 5)
        bench.release(now: hold * 10)
        #expect(bench.passed == [1, 2, 3, 4] && bench.gaps.isEmpty)
    }

    @Test("what no source has is named as a gap once waiting is over, and the stream goes on")
    func gap() {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1), at: 0)
        bench.book(.init(first: 5, last: 6), at: 1)
        bench.book(.init(first: 7, last: 7), at: 2)
        bench.release(now: hold)
        #expect(bench.gaps.isEmpty)
        bench.release(now: hold + 1)
        #expect(bench.gaps == [2...4] && bench.passed == [1, 6, 7])
    }

    @Test("chained: each names the one before; a broken chain is a gap")
    func chained() {
        var bench = DedupBench()
        bench.book(.init(first: 90, last: 100, previous: 80, depth: 0), at: 0)
        bench.book(.init(first: 104, last: 110, previous: 100, depth: 0), from: "replica", at: 1)
        bench.book(.init(first: 104, last: 110, previous: 100, depth: 0), from: "primary", at: 1)
        bench.book(.init(first: 131, last: 140, previous: 130, depth: 0), at: 2)
        bench.release(now: hold * 2)
        #expect(bench.passed == [100, 110], "the replica has not come so far, and may still bring it")
        bench.book(.init(first: 131, last: 140, previous: 130, depth: 0), from: "replica", at: hold * 2)
        bench.release(now: hold * 2)
        #expect(bench.passed == [100, 110, 140] && bench.gaps == [111...130] && bench.duplicates == 2)
    }

    @Test("a source that is behind is waited for, as long as it is heard of and not for ever")
    func behind() {
        let second: Int64 = 1_000_000_000
        var bench = DedupBench()
        for source in ["primary", "replica"] { bench.book(.init(first: 1, last: 1), from: source, at: 0) }
        bench.book(.init(first: 3, last: 3), at: 1)
        bench.release(now: second)
        #expect(bench.passed == [1] && bench.gaps == [])
        bench.book(.init(first: 2, last: 2), from: "replica", at: second)
        #expect(bench.passed == [1, 2, 3] && bench.gaps == [])
        // Now the replica falls silent.
        bench.book(.init(first: 5, last: 5), at: second + 1)
        bench.release(now: second * 2 + hold)
        #expect(bench.gaps == [])
        bench.release(now: second * 3 + 1)
        #expect(bench.passed == [1, 2, 3, 5] && bench.gaps == [4...4])
        // It has been silent for so long that dedup does not wait for it any more.
        bench.book(.init(first: 7, last: 7), at: second * 4)
        bench.release(now: second * 4 + hold)
        #expect(bench.passed == [1, 2, 3, 5, 7] && bench.gaps == [4...4, 6...6])
    }

    @Test("a source that never had the channel is not waited for")
    func elsewhere() {
        var bench = DedupBench()
        bench.trade(id: "1", from: "replica")
        bench.book(.init(first: 1, last: 1), at: 0)
        bench.book(.init(first: 3, last: 3), at: 1)
        bench.release(now: hold + 1)
        #expect(bench.passed == [1, 3] && bench.gaps == [2...2])
    }

    @Test("a second source's first snapshot brings nothing new while the stream runs")
    func secondSnapshot() {
        var bench = DedupBench()
        bench.book(.init(first: 10, last: 10, isSnapshot: true), from: "primary", at: 0)
        bench.book(.init(first: 11, last: 11), from: "primary", at: 1)
        bench.book(.init(first: 10, last: 10, isSnapshot: true), from: "replica", at: 2)
        bench.book(.init(first: 13, last: 13, isSnapshot: true), from: "replica", at: 3)
        bench.book(.init(first: 12, last: 12), from: "primary", at: 4)
        bench.book(.init(first: 13, last: 13), from: "primary", at: 5)
        bench.book(.init(first: 14, last: 14), from: "replica", at: 6)
        bench.release(now: hold * 2)
        #expect(bench.passed == [10, 11, 12, 13, 14] && bench.gaps.isEmpty)
    }

    @Test("a reconnect's snapshot ahead of the stream names what lies between and makes the book whole")
    func snapshotAhead() {
        var bench = DedupBench()
        bench.book(.init(first: 10, last: 10, isSnapshot: true), at: 0)
        bench.book(.init(first: 11, last: 11), at: 0)
        bench.book(.init(first: 20, last: 20, isSnapshot: true), at: 1)
        bench.book(.init(first: 21, last: 21), at: 2)
        bench.release(now: hold * 2)
        #expect(bench.passed == [10, 11, 20, 21] && bench.gaps == [12...19] && bench.resolutions == ["snapshot"])
    }

    @Test("a channel of snapshots alone waits for nothing and has no gaps")
    func snapshotsAlone() {
        var bench = DedupBench()
        for sequence in [Int64(10), 17, 30] {
            bench.book(.init(first: sequence, last: sequence, isSnapshot: true, depth: 20), from: "primary")
            bench.book(.init(first: sequence, last: sequence, isSnapshot: true, depth: 20), from: "replica")
        }
        #expect(bench.passed == [10, 17, 30] && bench.duplicates == 3 && bench.gaps.isEmpty)
    }

    @Test("u = 1 restarts the numbering")
    func restart() {
        var bench = DedupBench()
        bench.book(.init(first: 900, last: 900))
        bench.book(.init(first: 1, last: 1, isSnapshot: true, eventTime: 1000))
        bench.book(.init(first: 2, last: 2, eventTime: 1010))
        // The slower source still sends old numbers, and its own copy of the snapshot.
        bench.book(.init(first: 901, last: 901, eventTime: 990), from: "replica")
        bench.book(.init(first: 1, last: 1, isSnapshot: true, eventTime: 1000), from: "replica")
        bench.book(.init(first: 2, last: 2, eventTime: 1010), from: "replica")
        bench.book(.init(first: 3, last: 3, eventTime: 1020), from: "replica")
        bench.release(now: hold * 2)
        #expect(bench.passed == [900, 1, 2, 3] && bench.gaps.isEmpty)
    }

    @Test("a smaller number is a new numbering only if its event time says so and nothing else comes")
    func newNumbering() {
        let second: Int64 = 1_000_000_000
        var bench = DedupBench()
        bench.book(.init(first: 900, last: 900, eventTime: 0), at: 0)
        bench.book(.init(first: 5, last: 5, eventTime: 60 * second), at: 9 * second)
        #expect(bench.passed == [900], "the stream stood still for 9 s only")
        bench.book(.init(first: 6, last: 6, eventTime: 5 * second), at: 60 * second)
        #expect(bench.passed == [900], "no venue keeps a change for so long, but a copy may come so late")
        bench.book(.init(first: 7, last: 7, eventTime: 60 * second), at: 60 * second)
        bench.book(.init(first: 8, last: 8, eventTime: 61 * second), at: 61 * second)
        bench.book(.init(first: 901, last: 901, eventTime: second), from: "replica", at: 61 * second)
        bench.release(now: 63 * second)
        #expect(bench.passed == [900, 7, 8] && bench.gaps == [6...6])
        #expect(bench.wishes == ["nothing but copies comes", "no snapshot came"] && bench.marks == [7: .restart])
    }

    @Test("a snapshot beside the stream passes once and leaves the stream as it is")
    func photograph() {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 5, depth: 0))
        bench.book(.init(last: 3, isSnapshot: true, horizon: 1000, depth: 0), from: "primary")
        bench.book(.init(last: 3, isSnapshot: true, horizon: 1000, depth: 0), from: "replica")
        bench.book(.init(first: 6, last: 8, depth: 0))
        #expect(bench.passed == [5, 3, 8] && bench.duplicates == 1)
    }

    @Test("channels of different depth are different books")
    func depths() {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1, depth: 50))
        bench.book(.init(first: 1, last: 1, depth: 200))
        #expect(bench.passed == [1, 1])
    }

    @Test("trades are told apart by their ids")
    func trades() {
        var bench = DedupBench()
        for source in ["primary", "replica"] {
            for id in ["a", "b", "c"] { bench.trade(id: id, from: source) }
        }
        #expect(bench.tradeIDs.count == 3 && bench.duplicates == 3)
    }

    @Test("without ids the content counts, not who received it and when")
    func content() {
        var bench = DedupBench()
        bench.ticker(last: 1, eventTime: 10, from: "primary", at: 100)
        bench.ticker(last: 1, eventTime: 10, from: "replica", at: 200)
        bench.ticker(last: 1, eventTime: 11, from: "primary", at: 300)
        bench.ticker(last: 2, eventTime: 11, from: "primary", at: 300)
        #expect(bench.passed == [1, 1, 2] && bench.duplicates == 1)
    }

    @Test("without sequence ids one source speaks, until it has been silent too long and another has a snapshot")
    func election() {
        var bench = DedupBench()
        let second: Int64 = 1_000_000_000
        bench.book(.init(last: nil, isSnapshot: true, depth: 0), from: "primary", at: 0)
        bench.book(.init(last: nil, isSnapshot: true, depth: 0), from: "replica", at: second)
        bench.book(.init(last: nil, depth: 0), from: "replica", at: 2 * second)
        bench.book(.init(last: nil, depth: 0), from: "primary", at: 3 * second)
        #expect(bench.passed.count == 2 && bench.duplicates == 2)
        bench.book(.init(last: nil, depth: 0), from: "replica", at: 20 * second)
        #expect(bench.passed.count == 2)
        bench.book(.init(last: nil, isSnapshot: true, depth: 0), from: "replica", at: 21 * second)
        bench.book(.init(last: nil, depth: 0), from: "replica", at: 22 * second)
        bench.book(.init(last: nil, depth: 0), from: "primary", at: 22 * second)
        #expect(bench.passed.count == 4)
    }

    @Test("more than the limit waits for nothing: the oldest go out with their gap")
    func limit() {
        var bench = DedupBench(limits: DedupLimits(heldPerChannel: 3))
        bench.book(.init(first: 1, last: 1))
        for sequence in Int64(3)...6 { bench.book(.init(first: sequence, last: sequence)) }
        #expect(bench.passed == [1, 3, 4, 5, 6] && bench.gaps == [2...2])
    }
}
