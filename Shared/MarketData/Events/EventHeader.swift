/// What every event carries besides its own fields. Venue, product and instrument hang on `symbol`;
/// `ts_recv` and the source belong to the whole `EventBatch`.
public struct EventHeader: Sendable, BitwiseCopyable {
    /// Which (venue, product, symbol) the event is about.
    public var symbol: SymbolID
    /// When the venue's matching engine says it happened; nil where the venue sends no time.
    public var eventTime: Timestamp?
    /// When the venue's gateway sent it, where the venue tells both.
    public var publishTime: Timestamp?
    /// What else is to be known of it.
    public var flags: EventFlags

    /// Makes a header.
    @inlinable
    public init(
        symbol: SymbolID, eventTime: Timestamp?, publishTime: Timestamp? = nil, flags: EventFlags = []
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.publishTime = publishTime
        self.flags = flags
    }

    /// How far an event time may lie past the receive time until it is not believed: clocks differ, and no event is
    /// received before it has happened. Nanoseconds.
    public static let timeTolerance: Int64 = 60_000_000_000

    /// Whether an event that was received then cannot have happened when it says.
    @inlinable
    public func isTimeBad(receivedAt receiveTime: Timestamp) -> Bool {
        guard let eventTime else { return false }
        let (latest, overflow) = receiveTime.nanoseconds.addingReportingOverflow(Self.timeTolerance)
        return !overflow && eventTime.nanoseconds > latest
    }

    /// The event time where it may be judged by; nil where there is none, or none that can be right.
    @inlinable
    public func trustedEventTime(receivedAt receiveTime: Timestamp) -> Timestamp? {
        flags.contains(.badTime) || isTimeBad(receivedAt: receiveTime) ? nil : eventTime
    }
}
