import Simulator
import TestSupport
import Testing

@testable import Archive

@Suite("Archive: runs of offsets")
struct OffsetRangesTests {
    @Test("a set without holes is what a plain set would be", arguments: 0..<50 as Range<UInt64>)
    func asAPlainSet(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let start = Int64.random(in: 0...20, using: &generator)
        let end = start + Int64.random(in: 0...60, using: &generator)
        let holes = (0..<Int64(80)).filter { _ in Bool.random(using: &generator) }
        let other = (0..<4).map { _ in Int64.random(in: 0...90, using: &generator) }.map { $0...($0 + 3) }
        let plain = Set(start..<end).subtracting(holes)
        let ranges = OffsetRanges(from: start, to: end, without: holes)
        let union = ranges.union(OffsetRanges(other))
        let plainUnion = plain.union(other.flatMap { Array($0) })
        for offset in Int64(-1)...101 {
            #expect(ranges.contains(offset) == plain.contains(offset), "seed \(seed), offset \(offset)")
            #expect(union.contains(offset) == plainUnion.contains(offset), "seed \(seed), offset \(offset)")
            #expect(union.from(40).contains(offset) == (offset >= 40 && plainUnion.contains(offset)))
        }
        for (left, right) in zip(union.runs, union.runs.dropFirst()) {
            #expect(left.upperBound + 1 < right.lowerBound, "seed \(seed): runs that touch are one")
        }
    }
}
