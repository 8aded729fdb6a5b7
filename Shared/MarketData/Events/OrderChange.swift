/// One change of one order in a level-3 book.
public struct OrderChange: Event {
    /// What happened to the order.
    public enum Action: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// It now rests on the book.
        case add
        /// Its size (or price) changed.
        case modify
        /// It left the book.
        case remove
        /// It was matched against a taker.
        case match
    }

    /// Symbol and times.
    public var header: EventHeader
    /// How its numbers follow those of the previous change.
    public var rule: SequenceRule
    /// The venue's sequence number, per symbol.
    public var sequence: Int64?
    /// The first of the venue's messages that this change covers, if messages that change no book (Coinbase's `received`)
    /// precede it; nil if it only covers `sequence`.
    public var firstSequence: Int64?
    /// What happened.
    public var action: Action
    /// The order's id; for a match, the resting (maker's) order.
    public var orderID: TextRange
    /// The side that the order rests on.
    public var side: Side
    /// The order's price; nil if the venue sends none (a market order that is done).
    public var price: Decimal?
    /// add: the resting size; modify: the new size; match: the matched size; remove: the remaining size, if known.
    public var size: Decimal?
    /// The remaining size of the order afterwards, if the venue sends it.
    public var remaining: Decimal?
    /// The maker's order of a match.
    public var makerOrderID: TextRange
    /// The taker's order of a match.
    public var takerOrderID: TextRange
    /// The reason in the venue's words (`filled`, `canceled`, …).
    public var reason: TextRange

    /// The texts must already be in the batch.
    @inlinable
    public init(
        header: EventHeader, rule: SequenceRule, sequence: Int64?, action: Action, orderID: TextRange, side: Side,
        price: Decimal?, size: Decimal?, remaining: Decimal? = nil, makerOrderID: TextRange = .empty,
        takerOrderID: TextRange = .empty, reason: TextRange = .empty, firstSequence: Int64? = nil
    ) {
        self.header = header
        self.rule = rule
        self.sequence = sequence
        self.action = action
        self.orderID = orderID
        self.side = side
        self.price = price
        self.size = size
        self.remaining = remaining
        self.makerOrderID = makerOrderID
        self.takerOrderID = takerOrderID
        self.reason = reason
        self.firstSequence = firstSequence
    }
}
