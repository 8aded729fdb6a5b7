/// The levels of a side outside its window, sorted by rank in blocks.
///
/// One sorted array would move tens of thousands of levels for each insertion into a deep book; blocks of at most
/// `FarBlock.limit` levels bound that. Ranks increase towards the best price, so the best level is the last one.
struct FarLevels: ~Copyable {
    /// A level by its rank.
    struct Entry: BitwiseCopyable {
        var rank: Int64
        var size: Decimal
    }

    /// The blocks; none of them is empty.
    private var blocks: [FarBlock] = []
    /// The first rank of each block, contiguous for the search.
    private var firstRanks: [Int64] = []

    /// The number of levels.
    private(set) var count = 0

    init() {}

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// The rank of the best level.
    var bestRank: Int64? {
        guard let block = blocks.last else { return nil }
        return block.rank(at: block.count - 1)
    }

    /// Removes all levels.
    mutating func removeAll() {
        for block in blocks { block.deallocate() }
        blocks.removeAll(keepingCapacity: true)
        firstRanks.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Sets the size at `rank`; zero removes the level.
    mutating func set(_ rank: Int64, size: Decimal) {
        guard !blocks.isEmpty else {
            if !size.isZero { appendBest(Entry(rank: rank, size: size)) }
            return
        }
        let block = blockIndex(of: rank)
        let found = blocks[block]
        let position = found.lowerBound(rank)
        if position < found.count, found.rank(at: position) == rank {
            guard size.isZero else { return found.setSize(size, at: position) }
            remove(at: position, block: block)
        } else if !size.isZero {
            insert(Entry(rank: rank, size: size), at: position, block: block)
        }
    }

    /// Appends a level that is better than all others.
    mutating func appendBest(_ entry: Entry) {
        if blocks.isEmpty || blocks[blocks.count - 1].count >= FarBlock.limit {
            blocks.append(FarBlock())
            firstRanks.append(entry.rank)
        }
        blocks[blocks.count - 1].append(entry.rank, entry.size)
        count += 1
    }

    /// Removes and returns the best level.
    mutating func popBest() -> Entry? {
        guard let block = blocks.last else { return nil }
        let position = block.count - 1
        let entry = Entry(rank: block.rank(at: position), size: block.size(at: position))
        remove(at: position, block: blocks.count - 1)
        return entry
    }

    /// Calls `body` with the levels from the best on, until it returns false.
    func forEachFromBest(_ body: (Entry) -> Bool) {
        for block in blocks.reversed() {
            for position in stride(from: block.count - 1, through: 0, by: -1) {
                guard body(Entry(rank: block.rank(at: position), size: block.size(at: position))) else { return }
            }
        }
    }

    /// The size at `rank`; zero when there is none.
    func size(at rank: Int64) -> Decimal {
        guard !blocks.isEmpty else { return .zero }
        let block = blocks[blockIndex(of: rank)]
        let position = block.lowerBound(rank)
        return position < block.count && block.rank(at: position) == rank ? block.size(at: position) : .zero
    }

    // MARK: - Blocks

    /// The block that contains `rank` or would receive it: the last one whose first rank is not above `rank`.
    @inline(__always)
    private func blockIndex(of rank: Int64) -> Int {
        var low = 0
        var length = firstRanks.count
        while length > 0 {
            let half = (length &+ 1) &>> 1
            low = firstRanks[low &+ half &- 1] <= rank ? low &+ half : low
            length &-= half
        }
        return max(0, low &- 1)
    }

    private mutating func insert(_ entry: Entry, at position: Int, block: Int) {
        var block = block
        var position = position
        if blocks[block].count >= FarBlock.limit {
            let upper = blocks[block].split()
            blocks.insert(upper, at: block + 1)
            firstRanks.insert(upper.rank(at: 0), at: block + 1)
            let half = blocks[block].count
            if position > half {
                block += 1
                position -= half
            }
        }
        blocks[block].insert(entry.rank, entry.size, at: position)
        if position == 0 { firstRanks[block] = entry.rank }
        count += 1
    }

    private mutating func remove(at position: Int, block: Int) {
        blocks[block].remove(at: position)
        if blocks[block].count == 0 {
            blocks[block].deallocate()
            blocks.remove(at: block)
            firstRanks.remove(at: block)
        } else if position == 0 {
            firstRanks[block] = blocks[block].rank(at: 0)
        }
        count -= 1
    }
}
