/// What is to be known of an event beyond what the venue says; most events have none.
public struct EventFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    /// One bit a flag.
    public let rawValue: UInt8

    /// Makes flags of their bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The event time lies so far past the receive time that it cannot be right: it is recorded, and not believed.
    public static let badTime = EventFlags(rawValue: 1)
    /// A snapshot that agrees with the stream before it: readers whose book is live need not take it.
    public static let repetition = EventFlags(rawValue: 2)
    /// The channel's sequence numbers begin anew with this event: what was numbered before says nothing about it.
    public static let restart = EventFlags(rawValue: 4)

    /// Each flag with its name in documents, in the order in which they are written.
    public static let names: [(flag: EventFlags, name: StaticString)] = [
        (.badTime, "bad_time"), (.repetition, "repetition"), (.restart, "restart"),
    ]
}
