import VenueKit
import WebSocket

/// The state that the connections of one product, venue and source share. It is only used on the event loop's thread.
final class ConnectionContext {
    let venue: any Venue
    let policy: VenuePolicy
    let webSocketEndpoints: [String]
    let client: WebSocketClient
    let http: HTTPClient
    let limits: HostLimits
    let lags: LagBoard
    let source: String
    /// The maximum age of a book's last snapshot; nil for no limit.
    let snapshotPeriod: SnapshotPeriod?
    let facts: any ConnectionFacts
    /// Nanoseconds since 1970.
    let now: @Sendable () -> Int64
    /// Creates a publisher for a connection of this name. Each session has its own, because two may be active.
    let makePublisher: (_ connection: String) -> RawPublisher
    /// The REST endpoints and their health, kept across sessions.
    var restEndpoints: EndpointChooser

    /// Whether the venue has to wait because there is no room for its data. Then nothing is read, opened or requested.
    private(set) var isPaused = false

    /// How often waiting tasks check whether reading has resumed.
    static let pauseNanoseconds: Int64 = 250_000_000

    /// The event loop of all connections.
    var loop: EventLoop { client.loop }

    init(
        venue: any Venue, policy: VenuePolicy, endpoints: VenueEndpoints, client: WebSocketClient, http: HTTPClient,
        limits: HostLimits, lags: LagBoard, source: String, snapshotPeriod: SnapshotPeriod?,
        facts: any ConnectionFacts,
        now: @escaping @Sendable () -> Int64,
        makePublisher: @escaping (_ connection: String) -> RawPublisher
    ) {
        self.venue = venue
        self.policy = policy
        webSocketEndpoints = endpoints.webSocket
        restEndpoints = EndpointChooser(endpoints.rest)
        self.client = client
        self.http = http
        self.limits = limits
        self.lags = lags
        self.source = source
        self.snapshotPeriod = snapshotPeriod
        self.facts = facts
        self.now = now
        self.makePublisher = makePublisher
    }

    /// Pauses or resumes reading from the venue.
    func setReading(_ isOn: Bool) { isPaused = !isOn }
}
