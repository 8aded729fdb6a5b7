public import MarketData

/// The fast path of an `EventCheck`: a few operations per level, the same for all venues.
public enum EventGlance {
    /// Whether one of the events needs a full check; false for nearly all frames.
    @inline(never)
    public static func mayRefuse(_ batch: inout EventBatch, from first: Int) -> Bool {
        var signs: Int64 = 0
        for position in first..<batch.count {
            let entry = batch.entries[position]
            let index = Int(entry.index)
            if entry.kind == .book {
                // Levels that were checked while parsing only need the check for duplicate prices.
                if batch.bookChanges[index].kind == .delta, batch.soundLevels == batch.levels.count { continue }
                let (kind, bids, asks) = (
                    batch.bookChanges[index].kind, batch.bookChanges[index].bids, batch.bookChanges[index].asks
                )
                if mayRefuse(kind, bids, asks, &batch) { return true }
            } else if entry.kind == .trade {
                signs |= Level(price: batch.trades[index].price, size: batch.trades[index].size).sign
            } else if entry.kind == .quote {
                if let bid = batch.quotes[index].bid { signs |= bid.sign }
                if let ask = batch.quotes[index].ask { signs |= ask.sign }
            } else if entry.kind == .order || entry.kind == .orderSnapshot || entry.kind == .liquidation {
                return true
            }
        }
        return signs < 0
    }

    /// Whether a side has an invalid level, or a side of a snapshot is not sorted best first. In a sorted side all prices are
    /// different.
    @inline(__always)
    static func mayRefuse(
        _ kind: BookChange.Kind, _ bids: IndexRange, _ asks: IndexRange, _ batch: inout EventBatch
    ) -> Bool {
        var signs: Int64 = 0
        let bids = batch.levels.unsafeSlice(bids.indices)
        let asks = batch.levels.unsafeSlice(asks.indices)
        var isSorted = true
        var last = Int128.max
        for level in bids {
            signs |= level.sign
            isSorted = isSorted && level.price.units < last
            last = level.price.units
        }
        last = Int128.min
        for level in asks {
            signs |= level.sign
            isSorted = isSorted && level.price.units > last
            last = level.price.units
        }
        return signs < 0 || (kind == .snapshot && !isSorted)
    }
}
