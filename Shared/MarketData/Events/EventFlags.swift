/// Information about an event that does not come from the venue; most events have no flags.
public struct EventFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    /// One bit per flag.
    public let rawValue: UInt8

    /// Unknown bits are kept.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The event time is so far after the receive time that it must be wrong. It is recorded, but not used.
    public static let badTime = EventFlags(rawValue: 1)
    /// A snapshot that agrees with the stream before it: readers with a live book can ignore it.
    public static let repetition = EventFlags(rawValue: 2)
    /// The sequence numbers of the channel restart with this event and are unrelated to earlier ones.
    public static let restart = EventFlags(rawValue: 4)

    /// Each flag with its name in documents, in the order in which they are written.
    public static let names: [(flag: EventFlags, name: StaticString)] = [
        (.badTime, "bad_time"), (.repetition, "repetition"), (.restart, "restart"),
    ]
}
