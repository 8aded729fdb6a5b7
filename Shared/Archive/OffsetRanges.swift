/// A set of offsets as sorted, disjoint and non-adjacent closed ranges.
public struct OffsetRanges: Sendable, Hashable {
    /// The runs.
    public private(set) var runs: [ClosedRange<Int64>]

    /// The empty set.
    public init() { runs = [] }

    /// The union of ranges in any order. Ranges that overlap or touch are merged.
    public init(_ runs: [ClosedRange<Int64>]) {
        self.runs = []
        for run in runs.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(run) }
    }

    /// All offsets from `start` up to but not including `end`, except `holes`, which must be sorted.
    public init(from start: Int64, to end: Int64, without holes: [Int64]) {
        runs = []
        var next = start
        for hole in holes where hole >= start && hole < end {
            if hole > next { runs.append(next...hole - 1) }
            next = hole + 1
        }
        if next < end { runs.append(next...end - 1) }
    }

    /// Whether `offset` is in the set.
    public func contains(_ offset: Int64) -> Bool {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound < offset { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].contains(offset)
    }

    /// The part of the set from `start` on.
    public func from(_ start: Int64) -> OffsetRanges {
        var result = OffsetRanges()
        for run in runs where run.upperBound >= start { result.append(max(run.lowerBound, start)...run.upperBound) }
        return result
    }

    /// Both sets together.
    public func union(_ other: OffsetRanges) -> OffsetRanges { OffsetRanges(runs + other.runs) }

    /// Adds a run that begins no earlier than the last one.
    private mutating func append(_ run: ClosedRange<Int64>) {
        if let last = runs.last, run.lowerBound <= last.upperBound || run.lowerBound - 1 == last.upperBound {
            runs[runs.count - 1] = last.lowerBound...max(last.upperBound, run.upperBound)
        } else {
            runs.append(run)
        }
    }
}
