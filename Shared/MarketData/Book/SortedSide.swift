/// A thin side of a book: levels in one sorted array, best last.
///
/// This is the fastest and smallest form for up to a few dozen levels. It uses no ranks, so any price fits.
struct SortedSide {
    /// Which side it is.
    let side: Side
    /// The levels, worst first.
    private(set) var levels: [Level] = []

    init(side: Side) {
        self.side = side
    }

    /// Whether `left` is farther from the best price than `right`.
    @inline(__always)
    private func isWorse(_ left: Decimal, _ right: Decimal) -> Bool {
        side == .bid ? left < right : right < left
    }

    /// Sets one level; zero removes it.
    mutating func set(_ level: Level) {
        var low = 0
        var high = levels.count
        while low < high {
            let middle = (low + high) / 2
            if isWorse(levels[middle].price, level.price) { low = middle + 1 } else { high = middle }
        }
        let exists = low < levels.count && levels[low].price == level.price
        switch (exists, level.size.isZero) {
        case (true, true): levels.remove(at: low)
        case (true, false): levels[low].size = level.size
        case (false, false): levels.insert(level, at: low)
        case (false, true): break
        }
    }

    /// Replaces all levels by those of a snapshot. Zero sizes are ignored; of two levels at one price the last one counts.
    mutating func load(_ snapshot: UnsafeBufferPointer<Level>) {
        levels.removeAll(keepingCapacity: true)
        levels.reserveCapacity(snapshot.count)
        // Venues send the best first, so the usual snapshot is sorted once it is reversed.
        for level in snapshot.reversed() where !level.size.isZero { levels.append(level) }
        var isSorted = true
        for index in levels.indices.dropFirst() where !isWorse(levels[index - 1].price, levels[index].price) {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        levels.removeAll(keepingCapacity: true)
        for level in snapshot where !level.size.isZero { levels.append(level) }
        // The library does not promise a stable sort, so the position breaks ties.
        let order = levels.indices.sorted {
            levels[$0].price == levels[$1].price ? $0 < $1 : isWorse(levels[$0].price, levels[$1].price)
        }
        let unsorted = levels
        levels.removeAll(keepingCapacity: true)
        for index in order {
            if let last = levels.last, last.price == unsorted[index].price { levels.removeLast() }
            levels.append(unsorted[index])
        }
    }

    mutating func removeAll() {
        levels.removeAll(keepingCapacity: true)
    }
}
