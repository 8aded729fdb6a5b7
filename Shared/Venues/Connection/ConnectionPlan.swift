public import MarketData

/// One WebSocket connection to a venue: where to, what to say, what to ask for beside it.
public struct ConnectionPlan: Sendable, Hashable {
    /// Names the connection in record keys and metrics; the same plan gives the same name: `linear-0`.
    public var name: String
    /// The kind of market that its frames belong to.
    public var product: Product
    /// Appended to a WebSocket endpoint: `/v5/public/linear`, `/stream?streams=…`.
    public var path: String
    /// Frames to send once the connection is open, in order.
    public var subscribeFrames: [String]
    /// The least time between two frames that we send.
    public var sendIntervalMilliseconds: Int
    /// A frame to send again and again, where the venue wants one.
    public var heartbeat: Heartbeat?
    /// REST requests that belong to the connection (instruments, book snapshots). They are made once the subscriptions
    /// were sent, and their answers enter the connection's stream of raw records.
    public var requests: [RESTRequest]
    /// Without any frame for this long the connection is dead.
    public var idleLimitMilliseconds: Int
    /// The venue closes connections of this age.
    public var maximumAgeSeconds: Int?

    /// Makes a plan.
    public init(
        name: String, product: Product, path: String, subscribeFrames: [String], sendIntervalMilliseconds: Int = 0,
        heartbeat: Heartbeat? = nil, requests: [RESTRequest] = [], idleLimitMilliseconds: Int = 60_000,
        maximumAgeSeconds: Int? = nil
    ) {
        self.name = name
        self.product = product
        self.path = path
        self.subscribeFrames = subscribeFrames
        self.sendIntervalMilliseconds = sendIntervalMilliseconds
        self.heartbeat = heartbeat
        self.requests = requests
        self.idleLimitMilliseconds = idleLimitMilliseconds
        self.maximumAgeSeconds = maximumAgeSeconds
    }
}

/// An application-level ping.
public struct Heartbeat: Sendable, Hashable {
    /// How often.
    public var intervalMilliseconds: Int
    /// What to send.
    public var frame: String

    /// Makes a heartbeat.
    public init(intervalMilliseconds: Int, frame: String) {
        self.intervalMilliseconds = intervalMilliseconds
        self.frame = frame
    }
}

/// A REST request whose answer becomes a raw record with the header `request` set to `path`.
public struct RESTRequest: Sendable, Hashable {
    /// Path and query, appended to a REST endpoint: `/api/v3/depth?symbol=BTCUSDT&limit=1000`.
    public var path: String
    /// The request's weight in the venue's rate limit.
    public var weight: Int
    /// Ask again after this long; nil asks once a session.
    public var repeatMilliseconds: Int?

    /// Makes a request.
    public init(path: String, weight: Int = 1, repeatMilliseconds: Int? = nil) {
        self.path = path
        self.weight = weight
        self.repeatMilliseconds = repeatMilliseconds
    }
}
