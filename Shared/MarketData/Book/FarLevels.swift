/// The levels of a side that lie outside its window, sorted by rank in blocks.
///
/// One sorted array would move tens of thousands of levels for each insertion into a deep book; blocks of at most
/// `blockLimit` levels bound that. Ranks grow towards the touch, so the best of them is the last.
struct FarLevels {
    /// A level by its rank.
    struct Entry: BitwiseCopyable {
        var rank: Int64
        var size: Decimal
    }

    private static let blockLimit = 128

    private var blocks: [[Entry]] = []
    /// The first rank of each block, side by side for the search.
    private var firstRanks: [Int64] = []

    /// How many levels there are.
    private(set) var count = 0

    /// The rank of the best level.
    var bestRank: Int64? { blocks.last?.last?.rank }

    /// Takes everything out.
    mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        firstRanks.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Sets the size at `rank`, zero removing it, and answers by how much the count of levels changed.
    mutating func set(_ rank: Int64, size: Decimal) -> Int {
        guard !blocks.isEmpty else {
            guard !size.isZero else { return 0 }
            appendBest(Entry(rank: rank, size: size))
            return 1
        }
        let block = blockIndex(of: rank)
        let position = Self.lowerBound(blocks[block], rank)
        let exists = position < blocks[block].count && blocks[block][position].rank == rank
        if exists {
            guard size.isZero else {
                blocks[block][position].size = size
                return 0
            }
            remove(at: position, block: block)
            return -1
        }
        guard !size.isZero else { return 0 }
        insert(Entry(rank: rank, size: size), at: position, block: block)
        return 1
    }

    /// Appends a level better than all there are.
    mutating func appendBest(_ entry: Entry) {
        if blocks.isEmpty || blocks[blocks.count - 1].count >= Self.blockLimit {
            var block: [Entry] = []
            block.reserveCapacity(Self.blockLimit)
            blocks.append(block)
            firstRanks.append(entry.rank)
        }
        blocks[blocks.count - 1].append(entry)
        count += 1
    }

    /// Takes the best level out.
    mutating func popBest() -> Entry? {
        guard !blocks.isEmpty else { return nil }
        let entry = blocks[blocks.count - 1].removeLast()
        if blocks[blocks.count - 1].isEmpty {
            blocks.removeLast()
            firstRanks.removeLast()
        }
        count -= 1
        return entry
    }

    /// Hands out the levels from the best on, until `body` answers false.
    func forEachFromBest(_ body: (Entry) -> Bool) {
        for block in blocks.reversed() {
            for entry in block.reversed() {
                guard body(entry) else { return }
            }
        }
    }

    /// The size at `rank`; zero when there is none.
    func size(at rank: Int64) -> Decimal {
        guard !blocks.isEmpty else { return .zero }
        let block = blocks[blockIndex(of: rank)]
        let position = Self.lowerBound(block, rank)
        return position < block.count && block[position].rank == rank ? block[position].size : .zero
    }

    // MARK: - Blocks

    /// The block that holds `rank` or would take it: the last whose first rank is not above it.
    private func blockIndex(of rank: Int64) -> Int {
        var low = 0
        var high = firstRanks.count
        while low < high {
            let middle = (low + high) / 2
            if firstRanks[middle] <= rank { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    private static func lowerBound(_ block: [Entry], _ rank: Int64) -> Int {
        var low = 0
        var high = block.count
        while low < high {
            let middle = (low + high) / 2
            if block[middle].rank < rank { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func insert(_ entry: Entry, at position: Int, block: Int) {
        var block = block
        var position = position
        if blocks[block].count >= Self.blockLimit {
            let half = Self.blockLimit / 2
            var upper = Array(blocks[block][half...])
            upper.reserveCapacity(Self.blockLimit)
            blocks[block].removeSubrange(half...)
            blocks.insert(upper, at: block + 1)
            firstRanks.insert(upper[0].rank, at: block + 1)
            if position > half {
                block += 1
                position -= half
            }
        }
        blocks[block].insert(entry, at: position)
        if position == 0 { firstRanks[block] = entry.rank }
        count += 1
    }

    private mutating func remove(at position: Int, block: Int) {
        blocks[block].remove(at: position)
        if blocks[block].isEmpty {
            blocks.remove(at: block)
            firstRanks.remove(at: block)
        } else if position == 0 {
            firstRanks[block] = blocks[block][0].rank
        }
        count -= 1
    }
}
