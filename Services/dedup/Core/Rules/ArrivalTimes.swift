import MarketData

/// When a document was made, received and taken in, as far as it may be judged by.
struct ArrivalTimes {
    /// When the venue made it; nil where it does not say, or says what cannot be right.
    let event: Timestamp?
    /// Whether it names a time that cannot be right.
    let isBad: Bool
    /// When it was received.
    let receive: Timestamp
    /// When it was taken in, in nanoseconds of the caller's clock.
    let now: Int64

    init(_ header: EventHeader, receive: Timestamp, now: Int64) {
        event = header.trustedEventTime(receivedAt: receive)
        isBad = event == nil && header.eventTime != nil
        self.receive = receive
        self.now = now
    }
}
