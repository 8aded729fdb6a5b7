/// The rate limits of a venue and the signs that its connections are alive. Each venue defines them in its `…Policy.swift`,
/// with the page of each number.
public struct VenuePolicy: Sendable, Hashable {
    /// New WebSockets per address and host.
    public var connects: RateLimit
    /// Frames sent per connection: subscriptions, pings and answers together.
    public var sends: RateLimit
    /// Weight of the REST requests per address and host.
    public var requests: RateLimit
    /// A frame to send periodically, if the venue requires one.
    public var heartbeat: Heartbeat?
    /// The interval of WebSocket pings; a connection without an answer is dead. Nil if frames are sufficient.
    public var pingMilliseconds: Int?
    /// A connection without any frame for this long is dead, according to the venue's own heartbeats; nil if it sends none and
    /// only pings are used.
    public var idleLimitMilliseconds: Int?
    /// The venue closes connections of this age.
    public var maximumAgeSeconds: Int?
    /// How long before that age the successor is opened.
    public var ageMarginSeconds = 600
    /// The maximum number of connections per address. Plans beyond it are not opened, which is logged.
    public var maximumConnections = 500
    /// How a connection gives way to its successor.
    public var handover = Handover.overlapping
    /// HTTP statuses besides 429 and 418 that require a pause, with its length in seconds if no header gives it.
    public var banSeconds: [Int: Int] = [:]
    /// The pause in seconds after 429 and 418 without `Retry-After`.
    public var defaultRetrySeconds = 60
    /// The first wait after a connection was lost; it doubles with each failure.
    public var firstRetryMilliseconds = 500
    /// The longest such wait.
    public var longestRetryMilliseconds = 30_000
    /// How long to wait for a snapshot before it is requested again; doubles with each attempt.
    public var snapshotWaitMilliseconds = 15_000
    /// The minimum time between two requested snapshots of one symbol.
    public var resnapshotMilliseconds = 10_000

    /// How a connection gives way to its successor.
    public enum Handover: Sendable, Hashable {
        /// Both are subscribed for a moment, so nothing is missed. The venue numbers its events, so copies can be recognised.
        case overlapping
        /// The successor is opened before the old one ends, and subscribes after it. The venue has no sequence numbers, and two
        /// orders of events must not be mixed.
        case switching
    }

    /// The other limits have defaults and are set afterwards.
    public init(connects: RateLimit, sends: RateLimit, requests: RateLimit) {
        self.connects = connects
        self.sends = sends
        self.requests = requests
    }
}

/// An application-level ping.
public struct Heartbeat: Sendable, Hashable {
    /// The interval in milliseconds.
    public var intervalMilliseconds: Int
    /// The frame to send.
    public var frame: String

    /// The first heartbeat follows one interval after the connection has opened.
    public init(intervalMilliseconds: Int, frame: String) {
        self.intervalMilliseconds = intervalMilliseconds
        self.frame = frame
    }
}
