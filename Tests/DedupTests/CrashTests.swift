import DedupCore
import Simulator
import TestSupport
import Testing

/// Dedup that is killed again and again: what was not committed is forgotten, in the output as in the state, and the
/// input is read again from the last commit on.
@Suite("Deduplicator: crashes")
struct CrashTests {
    /// A copy of a change or of a trade, and when it arrives.
    private struct Arrival {
        var index: Int
        var source: String
        var time: Int64
    }

    private static let hold: Int64 = 50_000_000

    /// The changes of a book, with a trade of the same number beside each.
    private static func changes(_ generator: inout SeededGenerator) -> [DedupBench.Change] {
        let isChained = Bool.random(using: &generator)
        var last: Int64 = 1000
        return (0..<200).map { _ in
            let count = Int64.random(in: 1...4, using: &generator)
            defer { last += count }
            return .init(first: last + 1, last: last + count, previous: isChained ? last : nil, depth: 0)
        }
    }

    /// Two or three sources that lose, repeat and delay, but together hold every change: each is with one at least.
    private static func arrivals(_ count: Int, _ generator: inout SeededGenerator) -> [Arrival] {
        let sources = ["primary", "replica", "third"].prefix(Int.random(in: 2...3, using: &generator))
        var arrivals: [Arrival] = []
        for index in 0..<count {
            let keeper = sources.randomElement(using: &generator)
            for source in sources where source == keeper || Int.random(in: 0..<4, using: &generator) > 0 {
                for _ in 0..<(Int.random(in: 0..<20, using: &generator) == 0 ? 2 : 1) {
                    let delay = index == 0 ? 0 : Int64.random(in: 0...20_000_000, using: &generator)
                    arrivals.append(Arrival(index: index, source: source, time: Int64(index) * 1_000_000 + delay))
                }
            }
        }
        return arrivals.sorted { $0.time < $1.time }
    }

    @Test("every event goes out once and in order, wherever dedup is killed", arguments: 0..<200)
    func crashes(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let changes = Self.changes(&generator)
        let arrivals = Self.arrivals(changes.count, &generator)
        // A small window: its pages are written over many times.
        var bench = DedupBench(limits: DedupLimits(identitiesPerChannel: 64))
        var next = 0
        var committed = 0
        var crashesLeft = 12
        // The clock of a process that reads old records again goes on.
        var offset: Int64 = 0
        while next < arrivals.count {
            let arrival = arrivals[next]
            let now = arrival.time + offset
            bench.release(now: now)
            bench.book(changes[arrival.index], from: arrival.source, at: now)
            bench.trade(id: "\(arrival.index)", from: arrival.source, at: now)
            next += 1
            switch Int.random(in: 0..<20, using: &generator) {
            case 0...2:
                bench.commit()
                committed = next
            case 3 where crashesLeft > 0:
                crashesLeft -= 1
                try bench.crash(now: now)
                offset += now - (arrivals[max(0, committed - 1)].time + offset)
                next = committed
            default: break
            }
        }
        bench.release(now: .max / 2)
        #expect(bench.passed == changes.compactMap(\.last), "seed \(seed)")
        #expect(bench.gaps == [], "seed \(seed)")
        // Trades have identities only: once each; sources that differ in speed may differ in order.
        #expect(bench.tradeIDs.count == changes.count && Set(bench.tradeIDs).count == changes.count, "seed \(seed)")
    }

    @Test("what waits survives, and goes out when its turn comes or its time is over")
    func held() throws {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1), at: 0)
        bench.book(.init(first: 3, last: 3), at: 1)
        bench.book(.init(first: 6, last: 6), at: 2)
        bench.commit()
        try bench.crash(now: 1000)
        #expect(bench.passed == [1])
        bench.book(.init(first: 2, last: 2), from: "replica", at: 1001)
        #expect(bench.passed == [1, 2, 3])
        bench.release(now: 1000 + Self.hold)
        #expect(bench.passed == [1, 2, 3], "the replica may still bring 4 and 5")
        bench.release(now: 1000 + DedupLimits().lagNanoseconds)
        #expect(bench.passed == [1, 2, 3, 6] && bench.gaps == [4...5])
    }

    @Test("an open gap survives: a snapshot that came after the restart still mends the book")
    func openGap() throws {
        var bench = DedupBench()
        bench.book(.init(first: 1, last: 1, isSnapshot: true), at: 0)
        bench.book(.init(first: 2, last: 2), at: 0)
        bench.book(.init(first: 5, last: 5), at: 0)
        bench.release(now: Self.hold * 2)
        bench.commit()
        try bench.crash(now: Self.hold * 3)
        bench.release(now: Self.hold * 4)
        #expect(bench.wishes.count == 2, "asked for again at once: the producers may have missed the first")
        bench.book(.init(first: 5, last: 5, isSnapshot: true), from: "replica", at: Self.hold * 5)
        #expect(bench.passed == [1, 2, 5, 5])
    }

    @Test("identities survive in whole, the newest window of them, also in a window of another size")
    func identities() throws {
        var bench = DedupBench(limits: DedupLimits(identitiesPerChannel: 96))
        for number in 0..<1000 {
            bench.trade(id: "\(number)", from: "primary")
            if number % 7 == 0 { bench.commit() }
        }
        bench.commit()
        #expect(bench.savedRecords == 1 + 4, "the channel and its pages of 32, however many trades there were")
        try bench.crash(now: 0)
        for number in 904..<1000 { bench.trade(id: "\(number)", from: "replica") }
        #expect(bench.tradeIDs.count == 1000)
        bench.trade(id: "895", from: "replica")
        #expect(bench.tradeIDs.count == 1001)
    }

    @Test("identities older than the newest by more than the span are forgotten, in the changelog too")
    func oldIdentities() throws {
        var bench = DedupBench(limits: DedupLimits(identityNanoseconds: 1000))
        for number in 0..<5000 {
            bench.trade(id: "\(number)", from: "primary", at: Int64(number))
            if number % 7 == 0 { bench.commit() }
        }
        bench.commit()
        #expect(bench.savedRecords < 1 + 1100 / 32)
        try bench.crash(now: 0)
        for number in 4000..<5000 { bench.trade(id: "\(number)", from: "replica", at: Int64(number)) }
        #expect(bench.tradeIDs.count == 5000)
        bench.trade(id: "3900", from: "replica", at: 5000)
        #expect(bench.tradeIDs.count == 5001)
    }

    @Test("a channel that nothing is heard of for long is forgotten, with its pages; it may come back as a new one")
    func forgotten() throws {
        var bench = DedupBench(limits: DedupLimits(forgetNanoseconds: 1_000_000_000_000))
        bench.book(.init(first: 1, last: 1, isSnapshot: true), at: 0)
        for number in 0..<100 { bench.trade(id: "\(number)", from: "primary", at: 0) }
        bench.commit()
        #expect(bench.savedRecords == 2 + 4)
        try bench.crash(now: 999_000_000_000)
        bench.trade(id: "100", from: "primary", at: 999_000_000_000)
        bench.release(now: 1_100_000_000_000)
        bench.commit()
        #expect(bench.savedRecords == 1 + 4, "the trades are heard of, the book is not")
        bench.release(now: 2_100_000_000_000)
        bench.commit()
        #expect(bench.savedRecords == 0)
        bench.book(.init(first: 7, last: 7, isSnapshot: true), at: 2_100_000_000_000)
        bench.book(.init(first: 8, last: 8), at: 2_100_000_000_000)
        bench.trade(id: "100", from: "primary", at: 2_100_000_000_000)
        #expect(bench.passed == [1, 7, 8] && bench.gaps == [])
        #expect(bench.tradeIDs.count == 102)
        bench.commit()
        #expect(bench.savedRecords == 2 + 1)
    }

    @Test("a clock that jumps ahead does not empty the window")
    func clockJump() {
        var bench = DedupBench(limits: DedupLimits(identityNanoseconds: 1000))
        for number in 0..<200 { bench.trade(id: "\(number)", from: "primary", at: 1) }
        bench.trade(id: "200", from: "primary", at: 1_000_000_000)
        for number in 0...200 { bench.trade(id: "\(number)", from: "replica", at: 2) }
        #expect(bench.tradeIDs.count == 201)
    }
}
