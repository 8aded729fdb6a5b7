public import MarketData

/// What a session's reader found in a frame.
public struct FrameInspection: Sendable, Hashable {
    /// The channel that the frame belongs to; nil for frames of none.
    public var channel: ChannelID?
    /// Whether it is the snapshot of a channel that begins with one; looked for if wanted.
    public var isSnapshot = false
    /// When the venue sent it, by its own clock; looked for if wanted, nil where the frame does not say.
    public var sentTime: Timestamp?
    /// What to send back at once (an application-level ping, a test request); nil for nearly all.
    public var reply: String?
    /// What it says about requests to subscribe; nil for frames that say nothing of them.
    public var answer: SubscribeAnswer?
    /// Whether the venue says that it is about to close the connection.
    public var endsSoon = false
    /// What was subscribed to, where the frame itself names it by a number that the venue explained once: it goes into the
    /// header of the raw record, so that each record can be read by itself. Empty for frames that name it.
    public var request = ""

    /// Nothing was found.
    public init() {}

    /// A frame of a channel.
    public init(channel: ChannelID?) { self.channel = channel }
}
