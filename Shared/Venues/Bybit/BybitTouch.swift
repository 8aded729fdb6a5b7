import MarketData
import VenueKit

/// The best bid and ask of a spot symbol, kept for level 1 messages that only contain changes.
struct BybitTouch: Sendable {
    /// A side of the book.
    private enum Best {
        /// Its last message was missed.
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

        /// Applies the changes of a side. The side is one level deep: a non-empty level is the new best. If the old best is
        /// removed and no other arrives, the side is empty.
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

    /// The state of a snapshot: at most one level per side.
    init(bids: UnsafeBufferPointer<Level>, asks: UnsafeBufferPointer<Level>) {
        bestBid = bids.first.map { .level($0) } ?? .empty
        bestAsk = asks.first.map { .level($0) } ?? .empty
    }

    /// The state before the message `update`; unknown if messages in between are missing.
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

    /// Applies a change.
    mutating func apply(bids: UnsafeBufferPointer<Level>, asks: UnsafeBufferPointer<Level>) {
        bestBid.apply(bids, isBetter: >)
        bestAsk.apply(asks, isBetter: <)
    }
}
