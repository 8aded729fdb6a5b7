/// One change of one order in a level-3 book.
public struct OrderChange: Event {
    /// What happened to the order.
    public enum Action: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// It rests on the book now.
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
    /// How its numbers follow those of the change before.
    public var rule: SequenceRule
    /// The venue's sequence number, per symbol.
    public var sequence: Int64?
    /// The first of the venue's messages that this change stands for, where messages that change no book (Coinbase's
    /// `received`) lie between it and the change before; nil says `sequence` alone.
    public var firstSequence: Int64?
    /// What happened.
    public var action: Action
    /// The order's id; for a match the resting (maker's) order.
    public var orderID: TextRange
    /// The side that the order rests on.
    public var side: Side
    /// The order's price; nil where the venue sends none (a market order that is done).
    public var price: Decimal?
    /// add: the size that rests; modify: the new size; match: the size matched; remove: what was left, if told.
    public var size: Decimal?
    /// What is left of the order afterwards, where the venue tells.
    public var remaining: Decimal?
    /// The maker's order of a match.
    public var makerOrderID: TextRange
    /// The taker's order of a match.
    public var takerOrderID: TextRange
    /// Why, in the venue's words (`filled`, `canceled`, …).
    public var reason: TextRange

    /// Makes a change.
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
