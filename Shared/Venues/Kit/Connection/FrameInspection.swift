public import MarketData

/// The result of a session reader's look at a frame.
public struct FrameInspection: Sendable, Hashable {
    /// The channel of the frame; nil if it belongs to none.
    public var channel: ChannelID?
    /// Whether it is the snapshot of a channel that begins with one; only set if wanted.
    public var isSnapshot = false
    /// When the venue sent it, by the venue's clock; only set if wanted, nil if the frame has no such time.
    public var sentTime: Timestamp?
    /// The frame to send back immediately (for an application-level ping or a test request); nil for most frames.
    public var reply: String?
    /// The answer to a subscription request; nil for other frames.
    public var answer: SubscribeAnswer?
    /// Whether the venue announces that it will close the connection.
    public var endsSoon = false
    /// The subscription, if the frame identifies it only by a number that the venue explained once. It goes into the header of
    /// the raw record, so that each record can be read on its own. Empty for frames that contain the name.
    public var request = ""

    /// An inspection that found nothing but the channel, if any.
    public init(channel: ChannelID? = nil) { self.channel = channel }
}
