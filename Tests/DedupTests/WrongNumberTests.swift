import DedupCore
import MarketData
import Testing

/// One frame with a wrong time or number must not silence a channel.
@Suite("Deduplicator: wrong numbers and times")
struct WrongNumberTests {
    private let hold: Int64 = 50_000_000
    private let second: Int64 = 1_000_000_000
    private let year: Int64 = 365 * 86_400 * 1_000_000_000

    /// A stream up to 500, whose event times are those of the clock.
    private func running() -> DedupBench {
        var bench = DedupBench()
        bench.book(.init(first: 499, last: 499, isSnapshot: true, eventTime: 0), at: 0)
        bench.book(.init(first: 500, last: 500, eventTime: 1), at: 1)
        return bench
    }

    @Test("a restart with a time of 2100 is not believed, and the stream goes on")
    func timeOf2100() {
        var bench = running()
        bench.book(.init(first: 1, last: 1, isSnapshot: true, eventTime: 74 * year), at: 2)
        for number in Int64(501)...700 {
            bench.book(.init(first: number, last: number, eventTime: number), at: number)
        }
        bench.release(now: 10 * second)
        #expect(bench.passed == [499] + Array(Int64(500)...700) && bench.gaps.isEmpty && bench.wishes.isEmpty)
    }

    @Test("a change whose time is of 2100 goes out, and what comes after it as well")
    func changeOf2100() {
        var bench = running()
        bench.book(.init(first: 501, last: 501, eventTime: 74 * year), at: 2)
        bench.book(.init(first: 502, last: 502, eventTime: 3), at: 3)
        bench.book(.init(first: 1, last: 1, isSnapshot: true, eventTime: 4), at: 4)
        bench.book(.init(first: 2, last: 2, eventTime: 5), at: 5)
        #expect(bench.passed == [499, 500, 501, 502, 1, 2] && bench.marks == [1: .restart])
    }

    @Test("a change of 2⁶² between others goes out alone, named, and the stream goes on where it stood")
    func tooHigh() {
        var bench = running()
        bench.book(.init(first: 1 << 62, last: 1 << 62, eventTime: 2), at: 2)
        bench.release(now: second)
        #expect(bench.passed == [499, 500, 1 << 62] && bench.gaps == [501...(1 << 62) - 1])
        for number in Int64(501)...600 {
            bench.book(.init(first: number, last: number, eventTime: second + number), at: second + number)
        }
        #expect(bench.passed == [499, 500, 1 << 62] + Array(Int64(501)...600))
        #expect(bench.marks == [501: .restart] && bench.resolutions == ["", "stream"])
        bench.release(now: 1000 * second)
        #expect(bench.wishes == ["sequence_jump"], "nothing is missing any more")
    }

    @Test("a photograph that the stream never comes to is of other numbers: the venue has begun anew in between")
    func photographOfOtherNumbers() {
        var bench = DedupBench()
        bench.book(.init(last: 3753, isSnapshot: true, horizon: 5, depth: 0, eventTime: 0), at: 0)
        for number in Int64(2)...14 {
            bench.book(
                .init(first: number, last: number, depth: 0, eventTime: number * second), at: number * second)
        }
        #expect(bench.passed == [3753] + Array(Int64(2)...14) && bench.marks == [11: .restart])
        bench.release(now: 15 * second)
        #expect(bench.wishes == ["no snapshot came"])
    }

    @Test("one that waits until the stream has gone on past its time does not go out, and is named")
    func waited() {
        var bench = running()
        bench.book(.init(first: 1 << 62, last: 1 << 62, eventTime: 2), at: 2)
        bench.book(.init(first: 501, last: 501, eventTime: 2 * second), at: 3)
        bench.release(now: second)
        #expect(bench.passed == [499, 500, 501] && bench.gaps == [1 << 62...1 << 62] && bench.wishes.isEmpty)
    }

    @Test("what a slower source brings late, after its gap was named, is no such change")
    func late() {
        var bench = running()
        bench.book(.init(first: 503, last: 503, eventTime: 30), at: 2)
        bench.release(now: second)
        bench.book(.init(first: 501, last: 501, eventTime: 10), from: "replica", at: second)
        bench.book(.init(first: 502, last: 502, eventTime: 20), from: "replica", at: second)
        bench.book(.init(first: 504, last: 504, eventTime: 40), at: second)
        #expect(bench.passed == [499, 500, 503, 504] && bench.gaps == [501...502] && bench.duplicates == 2)
    }

    @Test("a fresh snapshot far behind a wrong number begins anew at once, when its time says that it is newer")
    func snapshotBehind() {
        var bench = running()
        bench.book(.init(first: 1 << 62, last: 1 << 62, eventTime: 2), at: 2)
        bench.release(now: second)
        bench.book(.init(first: 600, last: 600, isSnapshot: true, eventTime: 30 * second), at: second)
        bench.book(.init(first: 601, last: 601, eventTime: 30 * second + 1), at: second)
        #expect(bench.passed == [499, 500, 1 << 62, 600, 601] && bench.marks == [600: .restart])
    }

    @Test(
        "a channel without event times that removes all for some seconds asks for a snapshot, and takes it",
        arguments: [true, false])
    func mute(isBeside: Bool) {
        var bench = DedupBench()
        let depth: Int32 = isBeside ? 0 : 50
        func change(_ number: Int64, isSnapshot: Bool = false) -> DedupBench.Change {
            var change = DedupBench.Change(first: number, last: number, isSnapshot: isSnapshot, depth: depth)
            change.hasEventTime = false
            if isSnapshot, isBeside { change.horizon = 1000 }
            return change
        }
        bench.book(change(499, isSnapshot: true), at: 0)
        bench.book(change(500), at: 1)
        bench.book(change(1 << 62), at: 2)
        bench.release(now: second)
        for tick in Int64(1)...4 { bench.book(change(500 + tick), at: tick * second) }
        #expect(bench.wishes == ["sequence_jump"])
        for tick in Int64(5)...8 { bench.book(change(500 + tick), at: tick * second) }
        #expect(bench.wishes == ["sequence_jump", "nothing but copies comes"])
        bench.book(change(508, isSnapshot: true), at: 8 * second)
        bench.book(change(509), at: 9 * second)
        #expect(bench.passed == [499, 500, 1 << 62, 508, 509] && bench.marks == [508: .restart])
    }

    @Test("a source that lives on alone and is behind is not taken for a new numbering")
    func behindAlone() {
        var bench = running()
        for number in Int64(501)...600 { bench.book(.init(first: number, last: number), at: number) }
        // The other one has died; this one brings what is known for ten seconds, and a snapshot from its backlog.
        for tick in Int64(0)..<10 {
            bench.book(
                .init(first: 510 + tick, last: 510 + tick), from: "replica", at: second * (tick + 1))
        }
        bench.book(.init(first: 520, last: 520, isSnapshot: true), from: "replica", at: 11 * second)
        for number in Int64(521)...610 {
            bench.book(.init(first: number, last: number), from: "replica", at: 12 * second)
        }
        #expect(bench.passed == [499] + Array(Int64(500)...600) + [520] + Array(Int64(601)...610))
        #expect(bench.marks == [520: .repetition] && bench.gaps.isEmpty)
    }

    @Test("every number at its bounds is taken in, and the next good one goes out", arguments: [true, false])
    func bounds(isSnapshot: Bool) {
        for number: Int64 in [.min, .min + 1, -1, 0, 1, .max - 1, .max] {
            for first: Int64? in [nil, .min, .max, number] {
                for previous: Int64? in [nil, .min, .max] {
                    var bench = running()
                    bench.book(
                        .init(
                            first: first, last: number, previous: previous, isSnapshot: isSnapshot, eventTime: number),
                        at: 2)
                    bench.release(now: second)
                    bench.book(.init(first: 501, last: 501, eventTime: 2 * second), at: 2 * second)
                    bench.release(now: 100 * second)
                    bench.book(
                        .init(first: 502, last: 502, isSnapshot: true, eventTime: 120 * second), at: 120 * second)
                    bench.book(.init(first: 503, last: 503, eventTime: 121 * second), at: 121 * second)
                    bench.release(now: 122 * second)
                    #expect(
                        bench.passed.last == 503,
                        "\(number) \(String(describing: first)) \(String(describing: previous))")
                }
            }
        }
    }
}
