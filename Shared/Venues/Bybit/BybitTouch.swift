import MarketData
import VenueKit

/// The best bid and ask of a spot symbol, kept for messages of level 1 that say only what changed.
struct BybitTouch: Sendable {
    /// A side of the book.
    private enum Best {
        /// What was said of it before was not seen.
        case unknown
        case empty
        case level(Level)

        var level: Level? {
            guard case .level(let level) = self else { return nil }
            return level
        }

        var isKnown: Bool {
            guard case .unknown = self else { return true }
            return false
        }

        /// Takes a side's changes in. The side is one level deep: a level that is not empty is the new best, whatever was
        /// there before, and the old best that goes leaves nothing unless another comes.
        mutating func apply(_ changes: UnsafeBufferPointer<Level>, isBetter: (Decimal, Decimal) -> Bool) {
            var next: Level?
            for change in changes {
                if !change.size.isZero {
                    if next.map({ isBetter(change.price, $0.price) }) ?? true { next = change }
                } else if level?.price == change.price {
                    self = .empty
                }
            }
            if let next { self = .level(next) }
        }
    }

    private var bestBid = Best.unknown
    private var bestAsk = Best.unknown
    /// `u` of the last message.
    var update: Int64 = 0

    /// What a snapshot says: one level a side, or none.
    init(bids: UnsafeBufferPointer<Level>, asks: UnsafeBufferPointer<Level>) {
        bestBid = bids.first.map { .level($0) } ?? .empty
        bestAsk = asks.first.map { .level($0) } ?? .empty
    }

    /// What was known before the message `update`: nothing where messages between are missing.
    init(after last: BybitTouch?, at update: Int64) {
        guard let last, update &- last.update == 1 else { return }
        self = last
    }

    /// The best bid; nil where that side is empty.
    var bid: Level? { bestBid.level }
    /// The best ask; nil where that side is empty.
    var ask: Level? { bestAsk.level }
    /// Whether both sides are known.
    var isWhole: Bool { bestBid.isKnown && bestAsk.isKnown }

    /// Takes a change in.
    mutating func apply(bids: UnsafeBufferPointer<Level>, asks: UnsafeBufferPointer<Level>) {
        bestBid.apply(bids, isBetter: >)
        bestAsk.apply(asks, isBetter: <)
    }
}
