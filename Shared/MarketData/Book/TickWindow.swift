/// A deep side of a book: sizes indexed by price around the best price, the rest in sorted blocks.
///
/// A rank is the number of a price on the grid, negated for asks. So a higher rank is always closer to the other side, and both
/// sides share this code. Slot 0 of the window has rank `base`; a bitmap tells which slots are occupied and gives the next best
/// level without touching the sizes. When the best price approaches an edge, the window moves.
struct TickWindow: ~Copyable {
    private var sizes: UnsafeMutablePointer<Decimal>
    private var bits: UnsafeMutablePointer<UInt64>
    /// Slots in the window, a multiple of 64.
    let width: Int
    private var base: Int64 = 0
    private var far = FarLevels()
    private var windowCount = 0

    /// The best rank; meaningless while there are no levels.
    private(set) var bestRank: Int64 = 0

    /// The number of levels.
    var count: Int { windowCount + far.count }

    /// `width` is the number of slots, a multiple of 64. A side with 0 slots is a placeholder that must be replaced.
    init(width: Int) {
        precondition(width >= 0 && width % 64 == 0)
        self.width = width
        sizes = .allocate(capacity: width)
        bits = .allocate(capacity: width / 64)
        bits.initialize(repeating: 0, count: width / 64)
    }

    deinit {
        sizes.deallocate()
        bits.deallocate()
    }

    /// Sets the size at `rank`; zero removes the level.
    @inline(__always)
    mutating func set(_ rank: Int64, size: Decimal) {
        let slot = rank &- base
        guard slot >= 0, slot < width else { return setOutside(rank, size: size) }
        setInside(Int(slot), size: size)
    }

    @inline(__always)
    private mutating func setInside(_ slot: Int, size: Decimal) {
        let mask: UInt64 = 1 &<< UInt64(slot & 63)
        let word = bits[slot &>> 6]
        if size.isZero {
            guard word & mask != 0 else { return }
            bits[slot &>> 6] = word & ~mask
            windowCount &-= 1
            if base &+ Int64(slot) == bestRank { findBest(below: slot) }
        } else {
            sizes[slot] = size
            if word & mask == 0 {
                bits[slot &>> 6] = word | mask
                windowCount &+= 1
                if windowCount == 1 || base &+ Int64(slot) > bestRank { bestRank = base &+ Int64(slot) }
            }
        }
    }

    @inline(never)
    private mutating func setOutside(_ rank: Int64, size: Decimal) {
        if windowCount == 0, far.count == 0 {
            guard !size.isZero else { return }
            base = rank &- Int64(width * 3 / 4)
            setInside(Int(rank &- base), size: size)
        } else if rank < base {
            far.set(rank, size: size)
        } else if !size.isZero {
            moveUp(to: rank)
            setInside(Int(rank &- base), size: size)
        }
    }

    /// Finds the next best level in the bitmap after the best one was removed, and moves the window if it is empty or nearly
    /// so.
    @inline(never)
    private mutating func findBest(below slot: Int) {
        var index = slot &>> 6
        while index >= 0 {
            let word = bits[index]
            if word != 0 {
                let found = index * 64 + 63 - word.leadingZeroBitCount
                bestRank = base &+ Int64(found)
                if found < width / 8, far.count > 0 { moveDown(to: bestRank) }
                return
            }
            index -= 1
        }
        if let rank = far.bestRank {
            bestRank = rank
            moveDown(to: rank)
        }
    }

    // MARK: - Moving

    /// Moves the window up so that `rank` is at three quarters of it. Levels that drop out at the bottom go to the far levels.
    private mutating func moveUp(to rank: Int64) {
        let newBase = rank &- Int64(width * 3 / 4)
        let (distance, overflow) = newBase.subtractingReportingOverflow(base)
        let shift = overflow || distance > Int64(width) ? width : Int(distance)
        for slot in 0..<shift where bits[slot >> 6] & (1 << UInt64(slot & 63)) != 0 {
            far.appendBest(FarLevels.Entry(rank: base + Int64(slot), size: sizes[slot]))
            bits[slot >> 6] &= ~(1 << UInt64(slot & 63))
            windowCount -= 1
        }
        for slot in shift..<width where bits[slot >> 6] & (1 << UInt64(slot & 63)) != 0 {
            bits[slot >> 6] &= ~(1 << UInt64(slot & 63))
            place(sizes[slot], at: slot - shift)
        }
        base = newBase
    }

    /// Moves the window down so that `rank` is at three quarters of it. Far levels that it then covers move into it.
    private mutating func moveDown(to rank: Int64) {
        let newBase = rank &- Int64(width * 3 / 4)
        let (distance, overflow) = base.subtractingReportingOverflow(newBase)
        let shift = overflow || distance > Int64(width) ? width : Int(distance)
        // There is no level above `rank`, so none drops out at the top.
        for slot in stride(from: width - 1 - shift, through: 0, by: -1)
        where bits[slot >> 6] & (1 << UInt64(slot & 63)) != 0 {
            bits[slot >> 6] &= ~(1 << UInt64(slot & 63))
            place(sizes[slot], at: slot + shift)
        }
        base = newBase
        while let best = far.bestRank, best >= base, let entry = far.popBest() {
            place(entry.size, at: Int(entry.rank - base))
            windowCount += 1
        }
    }

    private mutating func place(_ size: Decimal, at slot: Int) {
        sizes[slot] = size
        bits[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    // MARK: - Loading and reading

    /// Appends a level that is better than all others; used to load a sorted snapshot, worst first.
    mutating func appendBest(_ rank: Int64, size: Decimal) {
        far.appendBest(FarLevels.Entry(rank: rank, size: size))
    }

    /// Places the window around the best of the levels loaded by `appendBest`.
    mutating func settle() {
        guard let rank = far.bestRank else { return }
        bestRank = rank
        base = rank &+ Int64(width / 4)
        moveDown(to: rank)
    }

    /// The size at `rank`; zero when there is no level.
    func size(at rank: Int64) -> Decimal {
        let slot = rank &- base
        guard slot >= 0, slot < width else { return far.size(at: rank) }
        return bits[Int(slot) >> 6] & (1 << UInt64(slot & 63)) != 0 ? sizes[Int(slot)] : .zero
    }

    /// Calls `body` with the levels from the best on, until it returns false.
    func forEachFromBest(_ body: (_ rank: Int64, _ size: Decimal) -> Bool) {
        var index = width / 64 - 1
        while index >= 0 {
            var word = bits[index]
            while word != 0 {
                let slot = index * 64 + 63 - word.leadingZeroBitCount
                guard body(base + Int64(slot), sizes[slot]) else { return }
                word &= ~(1 << UInt64(slot & 63))
            }
            index -= 1
        }
        far.forEachFromBest { body($0.rank, $0.size) }
    }

    /// Removes all levels.
    mutating func removeAll() {
        bits.update(repeating: 0, count: width / 64)
        windowCount = 0
        far.removeAll()
    }
}
