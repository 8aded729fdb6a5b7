public import MarketData

/// One WebSocket connection to a venue: where to, what to say, what to ask for beside it. How fast, and when it counts as
/// dead, is the venue's `VenuePolicy`.
public struct ConnectionPlan: Sendable, Hashable {
    /// Names the connection in record keys and metrics; the same plan gives the same name: `linear-0`.
    public var name: String
    /// The kind of market that its frames belong to.
    public var product: Product
    /// Appended to a WebSocket endpoint: `/v5/public/linear`, `/stream?streams=…`.
    public var path: String
    /// Frames to send once the connection is open, in order.
    public var subscribeFrames: [String]
    /// What those frames subscribe to, as far as it is watched or can be asked for by itself.
    public var channels: [PlannedChannel]
    /// REST requests that belong to the connection (instruments, book snapshots). They are made once the subscriptions
    /// were sent, and their answers enter the connection's stream of raw records.
    public var requests: [RESTRequest]

    /// Makes a plan.
    public init(
        name: String, product: Product, path: String, subscribeFrames: [String], channels: [PlannedChannel] = [],
        requests: [RESTRequest] = []
    ) {
        self.name = name
        self.product = product
        self.path = path
        self.subscribeFrames = subscribeFrames
        self.channels = channels
        self.requests = requests
    }
}
