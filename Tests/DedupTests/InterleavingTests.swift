import DedupCore
import Simulator
import TestSupport
import Testing

@Suite("Deduplicator: interleavings")
struct InterleavingTests {
    /// One source's copy of the stream: which changes it has, and when each arrives.
    private struct Arrival {
        var index: Int
        var source: String
        var time: Int64
    }

    @Test("for any interleaving the output is the stream, less exactly what no source had", arguments: 0..<200)
    func anyInterleaving(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let isChained = seed % 2 == 1
        var changes: [DedupBench.Change] = []
        var last: Int64 = 1000
        for _ in 0..<300 {
            let count = Int64.random(in: 1...5, using: &generator)
            changes.append(.init(first: last + 1, last: last + count, previous: isChained ? last : nil, depth: 0))
            last += count
        }
        let sources = ["primary", "replica", "third"].prefix(Int.random(in: 1...3, using: &generator))
        var arrivals: [Arrival] = []
        var isSeen = [Bool](repeating: false, count: changes.count)
        for source in sources {
            let loss = Double.random(in: 0...0.2, using: &generator)
            for index in changes.indices where index == 0 || Double.random(in: 0...1, using: &generator) >= loss {
                isSeen[index] = true
                let delay = Int64.random(in: 0...20_000_000, using: &generator)
                for _ in 0..<(Int.random(in: 0..<20, using: &generator) == 0 ? 2 : 1) {
                    arrivals.append(
                        Arrival(index: index, source: source, time: Int64(index) * 1_000_000 + (index == 0 ? 0 : delay))
                    )
                }
            }
        }
        arrivals.sort { $0.time < $1.time }
        var bench = DedupBench()
        for arrival in arrivals {
            bench.release(now: arrival.time)
            bench.book(changes[arrival.index], from: arrival.source, at: arrival.time)
        }
        bench.release(now: .max / 2)
        var missing: [ClosedRange<Int64>] = []
        let end = isSeen.lastIndex(of: true) ?? 0
        for index in changes.indices where !isSeen[index] && index < end {
            let range = (changes[index].first ?? 0)...(changes[index].last ?? 0)
            if let before = missing.last, before.upperBound + 1 == range.lowerBound {
                missing[missing.count - 1] = before.lowerBound...range.upperBound
            } else {
                missing.append(range)
            }
        }
        #expect(bench.passed == changes.indices.filter { isSeen[$0] }.compactMap { changes[$0].last }, "seed \(seed)")
        #expect(bench.gaps == missing, "seed \(seed)")
    }
}
