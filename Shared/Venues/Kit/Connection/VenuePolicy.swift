/// How a venue wants to be treated, and how it shows that it is well: a row of the table that each venue's `…Policy.swift`
/// fills, with the page that each number is from.
public struct VenuePolicy: Sendable, Hashable {
    /// New WebSockets of one address and host.
    public var connects: RateLimit
    /// Frames that one connection sends: subscriptions, pings and answers together.
    public var sends: RateLimit
    /// Weight of the REST requests of one address and host.
    public var requests: RateLimit
    /// A frame to send again and again, where the venue wants one.
    public var heartbeat: Heartbeat?
    /// How often to ping on the WebSocket level; a venue that does not answer is gone. Nil where frames show it.
    public var pingMilliseconds: Int?
    /// Without any frame for this long a connection is dead, by the venue's own heartbeats; nil where it sends none and
    /// the pings alone tell.
    public var idleLimitMilliseconds: Int?
    /// The venue closes connections of this age.
    public var maximumAgeSeconds: Int?
    /// How much earlier than that the successor is opened.
    public var ageMarginSeconds = 600
    /// Connections of one address; plans that need more are not opened, which is said.
    public var maximumConnections = 500
    /// How a connection gives way to its successor.
    public var handover = Handover.overlapping
    /// HTTP statuses beyond 429 and 418 that tell to stop, with the seconds to stay away where no header names them.
    public var banSeconds: [Int: Int] = [:]
    /// Seconds to stay away after 429 and 418 without a `Retry-After`.
    public var defaultRetrySeconds = 60
    /// The first wait after a connection was lost; it doubles with each failure.
    public var firstRetryMilliseconds = 500
    /// The longest such wait.
    public var longestRetryMilliseconds = 30_000
    /// How long a snapshot may take to come before it is asked for again; it doubles with each attempt.
    public var snapshotWaitMilliseconds = 15_000
    /// The least time between two snapshots of one symbol that others ask for.
    public var resnapshotMilliseconds = 10_000

    /// How a connection gives way to its successor.
    public enum Handover: Sendable, Hashable {
        /// Both are subscribed for a moment, and nothing is missed: the venue numbers its events, so that copies are known.
        case overlapping
        /// The successor is open before the old one ends, and subscribes after it: the venue numbers nothing, and two
        /// orders of events must not be mixed.
        case switching
    }

    /// Makes a policy.
    public init(connects: RateLimit, sends: RateLimit, requests: RateLimit) {
        self.connects = connects
        self.sends = sends
        self.requests = requests
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
