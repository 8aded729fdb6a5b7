/// A whole level-3 book: every resting order.
public struct OrderSnapshot: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// How the numbers of the stream follow each other.
    public var rule: SequenceRule
    /// Where it stands.
    public var place: SnapshotPlace
    /// The venue's sequence number that the snapshot stands at.
    public var sequence: Int64?
    /// The bids in `EventBatch.restingOrders`, best first and oldest first within a price.
    public var bids: IndexRange
    /// The asks in `EventBatch.restingOrders`, best first and oldest first within a price.
    public var asks: IndexRange

    /// Makes a snapshot.
    @inlinable
    public init(
        header: EventHeader, rule: SequenceRule, place: SnapshotPlace, sequence: Int64?, bids: IndexRange,
        asks: IndexRange
    ) {
        self.header = header
        self.rule = rule
        self.place = place
        self.sequence = sequence
        self.bids = bids
        self.asks = asks
    }
}

/// One order of an `OrderSnapshot`.
public struct RestingOrder: Sendable, BitwiseCopyable {
    /// The order's id.
    public var orderID: TextRange
    /// The order's price.
    public var price: Decimal
    /// The size that rests.
    public var size: Decimal

    /// Makes an order.
    @inlinable
    public init(orderID: TextRange, price: Decimal, size: Decimal) {
        self.orderID = orderID
        self.price = price
        self.size = size
    }
}
