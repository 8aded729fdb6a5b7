import VenueKit
import WebSocket

/// What the connections of one product of a venue over one source share. It belongs to the event loop's thread.
final class ConnectionContext {
    let venue: any Venue
    let policy: VenuePolicy
    let webSocketEndpoints: [String]
    let client: WebSocketClient
    let http: HTTPClient
    let limits: HostLimits
    let lags: LagBoard
    let source: String
    /// How old a book's last snapshot may become; nil for any age.
    let snapshotPeriod: SnapshotPeriod?
    let facts: any ConnectionFacts
    /// Nanoseconds since 1970.
    let now: @Sendable () -> Int64
    /// Makes the publisher of a connection of this name; each session has its own, for two may be at work.
    let makePublisher: (_ connection: String) -> RawPublisher
    /// REST endpoints and how they are, which outlives a session.
    var restEndpoints: EndpointChooser

    /// Whether the venue has to wait, because there is no room for what it sends: nothing is read, opened or asked for.
    private(set) var isPaused = false

    /// How often what waits for reading to go on looks whether it does.
    static let pauseNanoseconds: Int64 = 250_000_000

    /// The loop that all of it lives on.
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

    /// Makes the venue wait, or lets it go on.
    func setReading(_ isOn: Bool) { isPaused = !isOn }
}
