/// What every event carries besides its own fields. Venue, product and instrument hang on `symbol`;
/// `ts_recv` and the source belong to the whole `EventBatch`.
public struct EventHeader: Sendable, BitwiseCopyable {
    /// Which (venue, product, symbol) the event is about.
    public var symbol: SymbolID
    /// When the venue's matching engine says it happened; nil where the venue sends no time.
    public var eventTime: Timestamp?
    /// When the venue's gateway sent it, where the venue tells both.
    public var publishTime: Timestamp?

    /// Makes a header.
    @inlinable
    public init(symbol: SymbolID, eventTime: Timestamp?, publishTime: Timestamp? = nil) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.publishTime = publishTime
    }
}
