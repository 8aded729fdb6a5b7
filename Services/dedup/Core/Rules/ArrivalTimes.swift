import MarketData

/// The times of a document that the rules may use.
struct ArrivalTimes {
    /// When the venue created it; nil if the document has no such time or an implausible one.
    let event: Timestamp?
    /// Whether it has an implausible time.
    let isBad: Bool
    /// When it was received.
    let receive: Timestamp
    /// When dedup read it, in nanoseconds of the caller's clock.
    let now: Int64

    init(_ header: EventHeader, receive: Timestamp, now: Int64) {
        event = header.trustedEventTime(receivedAt: receive)
        isBad = event == nil && header.eventTime != nil
        self.receive = receive
        self.now = now
    }
}
