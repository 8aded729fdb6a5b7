/// Up to `limit` levels of `FarLevels`, sorted by rank. Ranks and sizes are two arrays in one allocation, so that a search only
/// touches ranks and an insertion moves 24 bytes per level. The owner must free it.
struct FarBlock: BitwiseCopyable {
    /// The most levels of a block.
    static let limit = 128

    private let ranks: UnsafeMutablePointer<Int64>
    private let sizes: UnsafeMutablePointer<Decimal>
    /// The number of levels.
    private(set) var count = 0

    /// Allocates memory for `limit` levels.
    init() {
        let sizeBytes = Self.limit * MemoryLayout<Decimal>.stride
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: sizeBytes + Self.limit * MemoryLayout<Int64>.stride, alignment: MemoryLayout<Decimal>.alignment)
        sizes = memory.bindMemory(to: Decimal.self, capacity: Self.limit)
        ranks = (memory + sizeBytes).bindMemory(to: Int64.self, capacity: Self.limit)
    }

    /// Frees the memory.
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
        // A branchless binary search, because the branches would be unpredictable.
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

    /// Appends a level; there must be room for it.
    @inline(__always)
    mutating func append(_ rank: Int64, _ size: Decimal) {
        precondition(count < Self.limit)
        ranks[count] = rank
        sizes[count] = size
        count &+= 1
    }

    /// Inserts a level before `position`; there must be room for it.
    mutating func insert(_ rank: Int64, _ size: Decimal, at position: Int) {
        precondition(count < Self.limit && position >= 0 && position <= count)
        (ranks + (position + 1)).update(from: ranks + position, count: count - position)
        (sizes + (position + 1)).update(from: sizes + position, count: count - position)
        ranks[position] = rank
        sizes[position] = size
        count += 1
    }

    /// Removes the level at `position`.
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
