/// One side of a level-2 book, in the form that suits its depth.
///
/// Thin sides are sorted arrays. A side of more than `thinLimit` levels becomes a `TickWindow` on the coarsest grid that holds
/// all its prices; a price between two steps makes the grid finer. If no grid can number a price in 62 bits (a venue lists 10¹⁹
/// and 10⁻¹⁸ in one book), the side permanently returns to the sorted form.
struct BookSide: ~Copyable {
    /// Levels up to which a side stays a sorted array.
    static let thinLimit = 64
    /// The smallest and the largest window: 8 KB and 128 KB of sizes.
    static let widths = 512...16384

    private let side: Side
    private var sorted: SortedSide
    /// Empty and without memory while `hasWindow` is false.
    private var window = TickWindow(width: 0)
    private var hasWindow = false
    private var grid = PriceGrid(exponent: 18)
    private var isWindowRefused = false
    /// The number of levels at which a larger window is chosen.
    private var growthLimit = 0

    init(side: Side) {
        self.side = side
        sorted = SortedSide(side: side)
    }

    /// The number of levels.
    var count: Int {
        if hasWindow { return window.count }
        return sorted.levels.count
    }

    // MARK: - Changing

    /// Sets one level; zero removes it.
    @inline(__always)
    mutating func set(_ level: Level) {
        if hasWindow, let index = grid.index(of: level.price) {
            window.set(side == .bid ? index : 0 &- index, size: level.size)
        } else {
            setSlowly(level)
        }
    }

    /// Sets a level of a thin side, or a level whose price is off the grid.
    @inline(never)
    private mutating func setSlowly(_ level: Level) {
        if hasWindow {
            // A level that is not on the grid is not in the book, so there is nothing to remove.
            guard !level.size.isZero else { return }
            unpack()
        }
        sorted.set(level)
        if sorted.levels.count > Self.thinLimit { pack() }
    }

    /// Replaces all levels by those of a snapshot.
    mutating func load(_ levels: UnsafeBufferPointer<Level>) {
        dropWindow()
        sorted.load(levels)
        isWindowRefused = false
        if sorted.levels.count > Self.thinLimit { pack() }
    }

    /// Removes all levels.
    mutating func removeAll() {
        dropWindow()
        sorted.removeAll()
        isWindowRefused = false
    }

    /// Enlarges the window once the side has become much deeper. Called once per change, not once per level.
    mutating func settle() {
        guard hasWindow, window.count > growthLimit, window.width < Self.widths.upperBound else { return }
        unpack()
        pack()
    }

    // MARK: - Changing form

    /// Converts the sorted array to a window.
    private mutating func pack() {
        guard !isWindowRefused else { return }
        var grid = PriceGrid(exponent: 18)
        for level in sorted.levels where grid.index(of: level.price) == nil { grid = grid.refined(for: level.price) }
        var width = Self.widths.lowerBound
        while width < sorted.levels.count * 8, width < Self.widths.upperBound { width *= 2 }
        growthLimit = width / 4
        var packed = TickWindow(width: width)
        for level in sorted.levels {
            // On a finer grid a price may be too far to be numbered.
            guard let index = grid.index(of: level.price) else {
                isWindowRefused = true
                return
            }
            packed.appendBest(side == .bid ? index : -index, size: level.size)
        }
        packed.settle()
        self.grid = grid
        window = packed
        hasWindow = true
        sorted.removeAll()
    }

    /// Converts the window back to the sorted array.
    private mutating func unpack() {
        let levels = top(.max)
        dropWindow()
        levels.withUnsafeBufferPointer { sorted.load($0) }
    }

    private mutating func dropWindow() {
        guard hasWindow else { return }
        window = TickWindow(width: 0)
        hasWindow = false
    }

    // MARK: - Reading

    /// The best level; nil when the side is empty.
    var best: Level? {
        if hasWindow {
            guard window.count > 0 else { return nil }
            let rank = window.bestRank
            return Level(price: grid.price(at: side == .bid ? rank : -rank), size: window.size(at: rank))
        }
        return sorted.levels.last
    }

    /// Calls `body` with the levels from the best on, until it returns false.
    func forEachFromBest(_ body: (Level) -> Bool) {
        if hasWindow {
            window.forEachFromBest { rank, size in
                body(Level(price: grid.price(at: side == .bid ? rank : -rank), size: size))
            }
        } else {
            for level in sorted.levels.reversed() {
                guard body(level) else { return }
            }
        }
    }

    /// The best `limit` levels, best first.
    func top(_ limit: Int) -> [Level] {
        var result: [Level] = []
        guard limit > 0 else { return result }
        result.reserveCapacity(min(limit, count))
        forEachFromBest {
            result.append($0)
            return result.count < limit
        }
        return result
    }

    /// The size at `price`; zero when there is no level.
    func size(at price: Decimal) -> Decimal {
        if hasWindow {
            guard let index = grid.index(of: price) else { return .zero }
            return window.size(at: side == .bid ? index : -index)
        }
        return sorted.levels.first { $0.price == price }?.size ?? .zero
    }
}
