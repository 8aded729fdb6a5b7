/// The fields that every event has. `symbol` implies venue, product and instrument; `ts_recv` and the source belong to the
/// whole `EventBatch`.
public struct EventHeader: Sendable, BitwiseCopyable {
    /// Which (venue, product, symbol) the event is about.
    public var symbol: SymbolID
    /// The time of the event according to the venue's matching engine; nil if the venue sends no time.
    public var eventTime: Timestamp?
    /// When the venue's gateway sent it, if the venue sends both times.
    public var publishTime: Timestamp?
    /// Flags, such as `badTime`.
    public var flags: EventFlags

    /// `symbol` must come from the batch's `SymbolTable`.
    @inlinable
    public init(
        symbol: SymbolID, eventTime: Timestamp?, publishTime: Timestamp? = nil, flags: EventFlags = []
    ) {
        self.symbol = symbol
        self.eventTime = eventTime
        self.publishTime = publishTime
        self.flags = flags
    }

    /// How far an event time may be after the receive time, in nanoseconds. Clocks differ, but no event is received before it
    /// has happened.
    public static let timeTolerance: Int64 = 60_000_000_000

    /// Whether the event time is too far after `receiveTime` to be right.
    @inlinable
    public func isTimeBad(receivedAt receiveTime: Timestamp) -> Bool {
        guard let eventTime else { return false }
        let (latest, overflow) = receiveTime.nanoseconds.addingReportingOverflow(Self.timeTolerance)
        return !overflow && eventTime.nanoseconds > latest
    }

    /// The event time, if it can be used for decisions; nil if there is none or it is flagged as wrong.
    @inlinable
    public func trustedEventTime(receivedAt receiveTime: Timestamp) -> Timestamp? {
        flags.contains(.badTime) || isTimeBad(receivedAt: receiveTime) ? nil : eventTime
    }
}
