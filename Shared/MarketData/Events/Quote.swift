/// The best bid and ask as the venue sends them.
public struct Quote: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// The best bid; nil when that side is empty.
    public var bid: Level?
    /// The best ask; nil when that side is empty.
    public var ask: Level?
    /// The venue's sequence number of the quote.
    public var sequence: Int64?

    /// A side without a price or size is nil, not a level of zero.
    @inlinable
    public init(header: EventHeader, bid: Level?, ask: Level?, sequence: Int64? = nil) {
        self.header = header
        self.bid = bid
        self.ask = ask
        self.sequence = sequence
    }
}
