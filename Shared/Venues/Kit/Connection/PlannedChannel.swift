public import MarketData

/// One channel of one symbol on a connection: how to recognise its frames, and how to subscribe to it again.
public struct PlannedChannel: Sendable, Hashable {
    /// The id that the session's reader finds in its frames.
    public var id: ChannelID
    /// The venue's spelling.
    public var symbol: String
    /// The kind of its events.
    public var kind: EventKind
    /// The source of its snapshots.
    public var snapshot: Snapshot
    /// The longest silence of a working channel, from the venue's documentation or our experience; nil if silence means
    /// nothing, as for trades.
    public var silenceLimitMilliseconds: Int?
    /// The frame that unsubscribes from the channel.
    public var unsubscribeFrame: String
    /// Subscribes to this channel alone: a request of one topic.
    public var subscription: SubscribeRequest

    /// The source of a channel's snapshots.
    public enum Snapshot: Sendable, Hashable {
        /// There are none, or every frame is one.
        case none
        /// The channel begins with one, and sends another when it is subscribed again.
        case inStream
        /// A REST request brings it.
        case request(RESTRequest)
    }

    /// The frame that subscribes to this channel alone, with a request number that no other request uses.
    public var subscribeFrame: String { subscription.frame(number: 0) }

    /// The channel's name in subscription requests.
    public var name: String { subscription.names.first ?? "" }

    /// A book or ticker may legitimately not change. After this long without a frame it is subscribed again, which is cheap.
    public static let quietLimitMilliseconds = 300_000

    /// `subscription` must contain this channel only.
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
