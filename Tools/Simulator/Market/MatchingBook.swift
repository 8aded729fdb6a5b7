import MarketData
import VenueKit

/// The matching engine of one synthetic symbol: orders in price and time priority.
///
/// It has a few dozen levels per side in sorted arrays. Every change of a level is recorded until it is published.
struct MatchingBook: Sendable {
    /// One price with its resting orders, oldest first.
    struct PriceLevel: Sendable {
        var ticks: Int64
        var lots: Int64
        var orders: [SyntheticOrder]
    }

    /// Best first.
    private(set) var bids: [PriceLevel] = []
    /// Best first.
    private(set) var asks: [PriceLevel] = []

    func levels(_ side: Side) -> [PriceLevel] { side == .bid ? bids : asks }

    func best(_ side: Side) -> Int64? { (side == .bid ? bids : asks).first?.ticks }

    /// Inserts an order after the others with its price.
    mutating func insert(_ order: SyntheticOrder) {
        withLevels(order.side) { levels in
            let index = Self.index(of: order.ticks, order.side, in: levels)
            if index < levels.count, levels[index].ticks == order.ticks {
                levels[index].orders.append(order)
                levels[index].lots += order.lots
            } else {
                levels.insert(PriceLevel(ticks: order.ticks, lots: order.lots, orders: [order]), at: index)
            }
        }
    }

    /// Reduces an order by `lots`, and removes it if nothing remains; returns the order afterwards.
    mutating func reduce(_ side: Side, level: Int, order: Int, by lots: Int64) -> SyntheticOrder {
        withLevels(side) { levels in
            levels[level].orders[order].lots -= lots
            levels[level].lots -= lots
            let result = levels[level].orders[order]
            if result.lots == 0 { levels[level].orders.remove(at: order) }
            if levels[level].orders.isEmpty { levels.remove(at: level) }
            return result
        }
    }

    /// The size at a price; 0 if there is no order.
    func lots(_ side: Side, at ticks: Int64) -> Int64 {
        let levels = levels(side)
        let index = Self.index(of: ticks, side, in: levels)
        return index < levels.count && levels[index].ticks == ticks ? levels[index].lots : 0
    }

    /// The book as levels, best first.
    func aggregate(_ side: Side) -> [SyntheticLevel] {
        levels(side).map { SyntheticLevel(ticks: $0.ticks, lots: $0.lots) }
    }

    private mutating func withLevels<Result>(_ side: Side, _ body: (inout [PriceLevel]) -> Result) -> Result {
        side == .bid ? body(&bids) : body(&asks)
    }

    /// The index of a price in a side sorted best first, or the index at which it would be inserted.
    private static func index(of ticks: Int64, _ side: Side, in levels: [PriceLevel]) -> Int {
        var low = 0
        var high = levels.count
        while low < high {
            let middle = (low + high) / 2
            let isBetter = side == .bid ? levels[middle].ticks > ticks : levels[middle].ticks < ticks
            if isBetter { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
