public import MarketData

/// One channel of one symbol on a connection: how its frames are known, and how to ask for it anew.
public struct PlannedChannel: Sendable, Hashable {
    /// What the session's reader finds in its frames.
    public var id: ChannelID
    /// The venue's spelling.
    public var symbol: String
    /// What it brings.
    public var kind: EventKind
    /// Where its snapshots come from.
    public var snapshot: Snapshot
    /// The channel is never silent for longer than this while it works, by the venue's documentation or our experience;
    /// nil where silence means nothing, as of trades.
    public var silenceLimitMilliseconds: Int?
    /// Leaves the channel.
    public var unsubscribeFrame: String
    /// Subscribes to this channel alone: a request of one topic.
    public var subscription: SubscribeRequest

    /// Where a channel's snapshots come from.
    public enum Snapshot: Sendable, Hashable {
        /// There are none, or every frame is one.
        case none
        /// The channel begins with one, and so brings another when it is subscribed anew.
        case inStream
        /// A REST request brings it.
        case request(RESTRequest)
    }

    /// The frame that subscribes to this channel alone, with a number that no other request bears.
    public var subscribeFrame: String { subscription.frame(number: 0) }

    /// The channel's name in requests to subscribe.
    public var name: String { subscription.names.first ?? "" }

    /// A book or ticker may stand still; after this long without a frame it is asked for anew, which costs little.
    public static let quietLimitMilliseconds = 300_000

    /// Makes a channel.
    public init(
        id: ChannelID, symbol: String, kind: EventKind, snapshot: Snapshot = .none,
        silenceLimitMilliseconds: Int? = nil, unsubscribeFrame: String, subscription: SubscribeRequest
    ) {
        self.id = id
        self.symbol = symbol
        self.kind = kind
        self.snapshot = snapshot
        self.silenceLimitMilliseconds = silenceLimitMilliseconds
        self.unsubscribeFrame = unsubscribeFrame
        self.subscription = subscription
    }
}
