import Venues
import WebSocket

/// One connection of a plan, kept alive: connects, subscribes, publishes every frame, and connects again when it breaks.
///
/// Everything in it happens on the event loop's thread, which is why it may be sent there although nothing is locked.
final class VenueConnection: WebSocketHandler, @unchecked Sendable {
    private let venue: any Venue
    private let plan: ConnectionPlan
    private let endpoints: VenueEndpoints
    private let client: WebSocketClient
    private let http: HTTPClient
    private let publisher: RawPublisher
    private let facts: any ConnectionFacts
    private let now: @Sendable () -> Int64

    private var connection: WebSocketConnection?
    private var session: Int64 = 0
    private var backoff = Backoff()
    private var endpointIndex = 0
    private var lastFrameTime: Int64 = 0
    private var timers: [EventLoopTimer] = []
    private var isStopped = false
    private var wasOpen = false
    /// Whether the venue has to wait, because there is no room for what it sends.
    private var isReadingPaused = false

    init(
        venue: any Venue, plan: ConnectionPlan, endpoints: VenueEndpoints, client: WebSocketClient, http: HTTPClient,
        publisher: RawPublisher, facts: any ConnectionFacts, now: @escaping @Sendable () -> Int64
    ) {
        self.venue = venue
        self.plan = plan
        self.endpoints = endpoints
        self.client = client
        self.http = http
        self.publisher = publisher
        self.facts = facts
        self.now = now
    }

    /// The endpoint that this attempt goes to: the next in order of preference after each failure.
    private var endpoint: String { endpoints.webSocket[endpointIndex % endpoints.webSocket.count] }

    /// Connects, now.
    func start() {
        guard !isStopped else { return }
        guard !isReadingPaused else {
            client.loop.schedule(after: .milliseconds(Self.pauseCheckMilliseconds)) { [self] in start() }
            return
        }
        wasOpen = false
        do throws(WebSocketError) {
            connection = try client.connect(to: endpoint + plan.path, handler: self)
        } catch {
            facts.failedToConnect(plan.name, endpoint: endpoint, reason: "\(error)")
            retry()
        }
    }

    /// Closes the connection for good.
    func stop() {
        isStopped = true
        cancelTimers()
        connection?.close()
    }

    /// How often what waits for reading to go on looks whether it does.
    private static let pauseCheckMilliseconds = 250

    /// Stops taking from the venue what there is no room for, or goes on: the socket is not read, no connection is made
    /// and nothing is requested meanwhile.
    func setReading(_ isOn: Bool) {
        guard isReadingPaused == isOn else { return }
        isReadingPaused = !isOn
        // What was not read for so long was not silence.
        lastFrameTime = now()
        if isOn { connection?.resumeReading() } else { connection?.pauseReading() }
    }

    private func retry() {
        guard !isStopped else { return }
        var generator = SystemRandomNumberGenerator()
        let wait = backoff.next(using: &generator)
        client.loop.schedule(after: .milliseconds(wait)) { [self] in start() }
    }

    private func cancelTimers() {
        for timer in timers { timer.cancel() }
        timers = []
    }

    private func schedule(_ milliseconds: Int, repeats: Bool = false, _ work: @escaping @Sendable () -> Void) {
        timers.append(client.loop.schedule(after: .milliseconds(milliseconds), repeats: repeats, work))
    }

    // MARK: - Life of a session

    func opened(_ connection: WebSocketConnection) {
        wasOpen = true
        let time = now()
        // A clock that was set back must not give two sessions one number.
        session = max(time, session + 1)
        lastFrameTime = time
        publisher.startSession(session, endpoint: endpoint)
        publish(ConnectionEvent(state: .connected, reason: endpoint + plan.path))
        facts.connected(plan.name, endpoint: endpoint)
        send(plan.subscribeFrames[...], on: connection)
        if let heartbeat = plan.heartbeat {
            schedule(heartbeat.intervalMilliseconds, repeats: true) { [self] in
                try? connection.send(heartbeat.frame)
                facts.sentHeartbeat(plan.name)
            }
        }
        schedule(1000, repeats: true) { [self] in watch(connection) }
        if let age = plan.maximumAgeSeconds {
            // The venue would close it at this age; leaving a little earlier costs the same and is ours to time.
            schedule(max(1, age - 60) * 1000) { connection.close() }
        }
    }

    /// Sends the subscriptions no faster than the venue allows, then makes the REST requests.
    private func send(_ frames: ArraySlice<String>, on connection: WebSocketConnection) {
        guard let frame = frames.first else {
            publish(ConnectionEvent(state: .subscribed))
            backoff.reset()
            request(plan.requests[...], session: session)
            return
        }
        do throws(WebSocketError) {
            try connection.send(frame)
        } catch {
            connection.abort()
            return
        }
        schedule(max(1, plan.sendIntervalMilliseconds)) { [self] in send(frames.dropFirst(), on: connection) }
    }

    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        lastFrameTime = receiveTime
        facts.received(bytes: frame.byteCount, on: plan.name)
        do throws(PublishError) {
            try publisher.publish(frame, receiveTime: receiveTime)
        } catch {
            facts.failedToPublish(plan.name, reason: "\(error)")
        }
        let answer = frame.withUnsafeBytes { venue.reply(to: $0) }
        if let answer { try? connection.send(answer) }
    }

    /// Ends a connection on which nothing arrives any more.
    private func watch(_ connection: WebSocketConnection) {
        guard !isReadingPaused, now() - lastFrameTime > Int64(plan.idleLimitMilliseconds) * 1_000_000 else { return }
        facts.silent(plan.name, milliseconds: plan.idleLimitMilliseconds)
        connection.abort()
    }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) {
        cancelTimers()
        self.connection = nil
        if wasOpen {
            publish(ConnectionEvent(state: .disconnected, reason: "\(reason)"))
            facts.disconnected(plan.name, reason: reason)
        } else {
            facts.failedToConnect(plan.name, endpoint: endpoint, reason: "\(reason)")
        }
        guard !isStopped else { return }
        endpointIndex += 1
        retry()
    }

    private func publish(_ event: ConnectionEvent) {
        do throws(PublishError) {
            try publisher.publish(event, time: now())
        } catch {
            facts.failedToPublish(plan.name, reason: "\(error)")
        }
    }

    // MARK: - REST

    /// Makes the requests one after the other; what fails is asked again, as long as the session lasts.
    private func request(_ requests: ArraySlice<RESTRequest>, session: Int64, attempt: Int = 0) {
        guard let request = requests.first, session == self.session, connection != nil else { return }
        guard !isReadingPaused else {
            schedule(Self.pauseCheckMilliseconds) { [self] in self.request(requests, session: session, attempt: attempt)
            }
            return
        }
        let base = endpoints.rest[(endpointIndex + attempt) % endpoints.rest.count]
        http.get(base + request.path) { [self] result in
            guard session == self.session, connection != nil else { return }
            switch result {
            case .success(let response) where response.status == 200:
                accept(response, to: request)
                if let page = venue.nextPage(after: request, body: response.body) {
                    self.request([page] + requests.dropFirst(), session: session)
                    return
                }
                if let interval = request.repeatMilliseconds {
                    schedule(interval) { [self] in self.request([request], session: session) }
                }
                schedule(100 * request.weight) { [self] in self.request(requests.dropFirst(), session: session) }
            case .success(let response):
                let wait = response.header("retry-after").flatMap { Int($0) }
                askAgain(requests, session, attempt, "HTTP \(response.status)", waitSeconds: wait)
            case .failure(let error):
                askAgain(requests, session, attempt, "\(error)", waitSeconds: nil)
            }
        }
    }

    private func accept(_ response: HTTPResponse, to request: RESTRequest) {
        do throws(PublishError) {
            try publisher.publish(response.body, request: request.path, receiveTime: now())
        } catch {
            facts.failedToPublish(plan.name, reason: "\(error)")
        }
    }

    private func askAgain(
        _ requests: ArraySlice<RESTRequest>, _ session: Int64, _ attempt: Int, _ reason: String, waitSeconds: Int?
    ) {
        facts.failedToRequest(plan.name, path: requests.first?.path ?? "", reason: reason)
        let wait = waitSeconds.map { min($0, 600) * 1000 } ?? min(30_000, 500 << min(attempt, 6))
        schedule(wait) { [self] in request(requests, session: session, attempt: attempt + 1) }
    }
}

extension Venue {
    /// The next page of a REST answer whose body is in an array.
    fileprivate func nextPage(after request: RESTRequest, body: [UInt8]) -> RESTRequest? {
        body.withUnsafeBytes { nextPage(after: request, body: $0) }
    }
}
