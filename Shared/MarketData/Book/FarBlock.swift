/// Up to `limit` levels of `FarLevels`, sorted by rank; ranks and sizes lie in two runs of one piece of memory, so that a search
/// touches ranks alone and an insertion moves 24 bytes a level. Its owner frees it.
struct FarBlock: BitwiseCopyable {
    /// The most levels of a block.
    static let limit = 128

    private let ranks: UnsafeMutablePointer<Int64>
    private let sizes: UnsafeMutablePointer<Decimal>
    /// How many levels there are.
    private(set) var count = 0

    /// Takes memory for `limit` levels.
    init() {
        let sizeBytes = Self.limit * MemoryLayout<Decimal>.stride
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: sizeBytes + Self.limit * MemoryLayout<Int64>.stride, alignment: MemoryLayout<Decimal>.alignment)
        sizes = memory.bindMemory(to: Decimal.self, capacity: Self.limit)
        ranks = (memory + sizeBytes).bindMemory(to: Int64.self, capacity: Self.limit)
    }

    /// Gives the memory back.
    func deallocate() { UnsafeMutableRawPointer(sizes).deallocate() }

    /// The rank of the level at `position`.
    @inline(__always)
    func rank(at position: Int) -> Int64 {
        precondition(position >= 0 && position < count)
        return ranks[position]
    }

    /// The size of the level at `position`.
    @inline(__always)
    func size(at position: Int) -> Decimal {
        precondition(position >= 0 && position < count)
        return sizes[position]
    }

    /// The first position whose rank is not below `rank`; `count` when there is none.
    @inline(__always)
    func lowerBound(_ rank: Int64) -> Int {
        var low = 0
        var length = count
        // Halves without a branch: which half is taken cannot be foretold.
        while length > 0 {
            let half = (length &+ 1) &>> 1
            low = ranks[low &+ half &- 1] < rank ? low &+ half : low
            length &-= half
        }
        return low
    }

    /// Replaces the size at `position`.
    @inline(__always)
    func setSize(_ size: Decimal, at position: Int) {
        precondition(position >= 0 && position < count)
        sizes[position] = size
    }

    /// Puts a level behind all others; there is room for it.
    @inline(__always)
    mutating func append(_ rank: Int64, _ size: Decimal) {
        precondition(count < Self.limit)
        ranks[count] = rank
        sizes[count] = size
        count &+= 1
    }

    /// Puts a level before the one at `position`; there is room for it.
    mutating func insert(_ rank: Int64, _ size: Decimal, at position: Int) {
        precondition(count < Self.limit && position >= 0 && position <= count)
        (ranks + (position + 1)).update(from: ranks + position, count: count - position)
        (sizes + (position + 1)).update(from: sizes + position, count: count - position)
        ranks[position] = rank
        sizes[position] = size
        count += 1
    }

    /// Takes the level at `position` out.
    mutating func remove(at position: Int) {
        precondition(position >= 0 && position < count)
        count -= 1
        (ranks + position).update(from: ranks + (position + 1), count: count - position)
        (sizes + position).update(from: sizes + (position + 1), count: count - position)
    }

    /// Moves the better half of the levels into a new block.
    mutating func split() -> FarBlock {
        var upper = FarBlock()
        let half = count / 2
        upper.ranks.update(from: ranks + half, count: count - half)
        upper.sizes.update(from: sizes + half, count: count - half)
        upper.count = count - half
        count = half
        return upper
    }
}
