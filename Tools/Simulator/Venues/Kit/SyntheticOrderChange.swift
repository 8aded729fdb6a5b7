import VenueKit

/// One step in an order's life; each has a sequence number of its symbol, without holes.
public struct SyntheticOrderChange: Sendable, Hashable {
    /// The kind of change.
    public enum Action: Sendable, Hashable {
        /// The venue accepted the order; it is not in the book yet.
        case received(isMarket: Bool)
        /// The order was added to the book.
        case opened
        /// The order's size became smaller: `order.lots` is the new one.
        case changed(fromLots: Int64)
        /// The order was matched as the maker.
        case matched(SyntheticTrade)
        /// The order was removed from the book, or never entered it.
        case done(isFilled: Bool, isMarket: Bool)
    }

    /// The symbol's sequence number.
    public var sequence: Int64
    /// The kind of change.
    public var action: Action
    /// The order after the change.
    public var order: SyntheticOrder

    /// `order` is the order after the change.
    public init(sequence: Int64, action: Action, order: SyntheticOrder) {
        self.sequence = sequence
        self.action = action
        self.order = order
    }
}
