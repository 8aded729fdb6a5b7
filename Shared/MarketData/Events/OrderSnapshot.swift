/// A whole level-3 book: every resting order.
public struct OrderSnapshot: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// The sequence rule of the stream.
    public var rule: SequenceRule
    /// The place of the snapshot relative to the stream.
    public var place: SnapshotPlace
    /// The venue's sequence number of the snapshot.
    public var sequence: Int64?
    /// The bids in `EventBatch.restingOrders`, best first and oldest first within a price.
    public var bids: IndexRange
    /// The asks in `EventBatch.restingOrders`, best first and oldest first within a price.
    public var asks: IndexRange

    /// The orders must already be in `EventBatch.restingOrders`.
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
    /// The resting size.
    public var size: Decimal

    /// The id must already be in the batch's text.
    @inlinable
    public init(orderID: TextRange, price: Decimal, size: Decimal) {
        self.orderID = orderID
        self.price = price
        self.size = size
    }
}
