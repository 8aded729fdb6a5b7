/// A level-2 book: the resting size at each price of both sides.
///
/// It applies every change; `BookKeeper` decides whether a change fits.
public struct OrderBook: ~Copyable {
    private var bids = BookSide(side: .bid)
    private var asks = BookSide(side: .ask)

    /// The book has no levels until the first snapshot or change.
    public init() {}

    /// Applies a snapshot or a change whose levels are in `levels`.
    public mutating func apply(_ change: BookChange, levels: borrowing Buffer<Level>) {
        let bidLevels = levels.unsafeSlice(change.bids.indices)
        let askLevels = levels.unsafeSlice(change.asks.indices)
        switch change.kind {
        case .snapshot:
            bids.load(bidLevels)
            asks.load(askLevels)
        case .delta:
            for level in bidLevels { bids.set(level) }
            for level in askLevels { asks.set(level) }
            bids.settle()
            asks.settle()
        }
    }

    /// Sets one level; zero removes it.
    public mutating func set(_ side: Side, _ level: Level) {
        if side == .bid { bids.set(level) } else { asks.set(level) }
    }

    /// Removes all levels.
    public mutating func removeAll() {
        bids.removeAll()
        asks.removeAll()
    }

    /// The best bid; nil when there is none.
    public var bestBid: Level? { bids.best }

    /// The best ask; nil when there is none.
    public var bestAsk: Level? { asks.best }

    /// The number of levels of a side.
    public func count(_ side: Side) -> Int { side == .bid ? bids.count : asks.count }

    /// The best `limit` levels of a side, best first.
    public func top(_ limit: Int, _ side: Side) -> [Level] {
        side == .bid ? bids.top(limit) : asks.top(limit)
    }

    /// Calls `body` with the levels of a side from the best on, until it returns false.
    public func forEach(_ side: Side, _ body: (Level) -> Bool) {
        if side == .bid { bids.forEachFromBest(body) } else { asks.forEachFromBest(body) }
    }

    /// The resting size at a price; zero if there is no level.
    public func size(at price: Decimal, _ side: Side) -> Decimal {
        side == .bid ? bids.size(at: price) : asks.size(at: price)
    }

    /// Whether the best bid is at or above the best ask, which a matching engine never leaves in its book.
    public var isCrossed: Bool {
        guard let bid = bestBid, let ask = bestAsk else { return false }
        return bid.price >= ask.price
    }
}
