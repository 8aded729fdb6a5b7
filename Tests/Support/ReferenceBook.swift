public import MarketData

/// A book kept in the plainest way there is, to hold the fast one against.
public struct ReferenceBook {
    private var bids: [Decimal: Decimal] = [:]
    private var asks: [Decimal: Decimal] = [:]

    /// Makes an empty book.
    public init() {}

    /// Sets one level; zero removes it.
    public mutating func set(_ side: Side, _ level: Level) {
        let size: Decimal? = level.size.isZero ? nil : level.size
        if side == .bid { bids[level.price] = size } else { asks[level.price] = size }
    }

    /// Takes all levels of a side out.
    public mutating func clear(_ side: Side) {
        if side == .bid { bids.removeAll() } else { asks.removeAll() }
    }

    /// All levels of a side, best first.
    public func levels(_ side: Side) -> [Level] {
        switch side {
        case .bid: bids.map { Level(price: $0, size: $1) }.sorted { $0.price > $1.price }
        case .ask: asks.map { Level(price: $0, size: $1) }.sorted { $0.price < $1.price }
        }
    }
}
