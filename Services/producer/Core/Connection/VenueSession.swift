import Base
import MarketData
import VenueKit
import WebSocket

/// One WebSocket from connect to close: it subscribes, publishes every frame, watches its channels and makes its REST requests,
/// all within the venue's limits.
///
/// It is only used on the event loop's thread.
final class VenueSession: WebSocketHandler, @unchecked Sendable {
    /// A session that has received something counts as settled after this time, even if something is missing: a symbol that the
    /// venue does not list must not prevent the replacement of its connection.
    static let settleNanoseconds: Int64 = 30_000_000_000

    /// The state of a session.
    enum State {
        /// It waits for its turn to connect, or for its address from the venue.
        case waiting
        /// It waits for the handshake.
        case connecting(WebSocketConnection)
        /// Frames are recorded.
        case open(WebSocketConnection, Progress)
        /// It records nothing any more, and the socket is closing.
        case closing(wasOpen: Bool)
        /// It has ended.
        case over
    }

    /// The progress of an open session.
    enum Progress {
        /// Nothing has been sent yet.
        case connected
        /// The subscriptions are being sent.
        case subscribing
        /// All subscriptions were sent, at this time.
        case subscribed(since: Int64)
        /// It has all subscriptions and snapshots.
        case settled
    }

    let number: Int
    let plan: ConnectionPlan
    let endpoint: String
    let context: ConnectionContext
    let publisher: RawPublisher
    let counters: FrameCounters
    private(set) weak var owner: (any SessionOwner)?
    private(set) var state = State.waiting
    /// Whether it ended because it was silent.
    private var isIll = false
    var reader: any SessionReader
    /// The address of the connection: the plan's endpoint, or the address from the venue.
    private var address: SessionAddress
    var lastFrameTime: Int64 = 0
    var sends: SendQueue
    var isSending = false
    var watch: SubscriptionWatch
    var ledger = SubscribeLedger()
    var lag = LagWatch()
    private(set) lazy var requests = RequestRunner(
        plan.name, context: context,
        refused: { [unowned self] request, words in note(SubscribeLedger.Refusal(name: request.text, words: words)) },
        accept: { [unowned self] request, body, _ in accept(body, of: request) })
    private var timers: [EventLoopTimer] = []

    init(
        number: Int, plan: ConnectionPlan, endpoint: String, context: ConnectionContext, owner: any SessionOwner
    ) {
        self.number = number
        self.plan = plan
        self.endpoint = endpoint
        self.context = context
        self.owner = owner
        reader = context.venue.makeReader(for: plan.product)
        address = SessionAddress(url: endpoint + plan.path)
        publisher = context.makePublisher(plan.name)
        counters = context.facts.frameCounters(of: plan.name)
        sends = SendQueue(context.policy.sends)
        watch = SubscriptionWatch(
            plan.channels, policy: context.policy, period: context.snapshotPeriod, source: context.source)
    }

    // MARK: - From connect to end

    /// Connects after a wait, when the host's limit allows it.
    func connect(afterMilliseconds wait: Int) {
        let now = context.now()
        let turn = context.limits.reserve(
            .connect, venue: context.venue.name, url: endpoint, limit: context.policy.connects, at: now)
        schedule(nanoseconds: max(Int64(wait) * 1_000_000, turn)) { [self] in connectNow() }
    }

    private func connectNow() {
        guard case .waiting = state else { return }
        let blocked = context.limits.blockedNanoseconds(
            .connect, venue: context.venue.name, url: endpoint, limit: context.policy.connects, at: context.now())
        let wait = context.isPaused ? max(blocked, ConnectionContext.pauseNanoseconds) : blocked
        guard wait == 0 else { return schedule(nanoseconds: wait) { [self] in connectNow() } }
        // `accept` processes the answer.
        if let request = plan.addressRequest { return requests.enqueue(request, isUrgent: true) }
        open()
    }

    func learnAddress(in body: [UInt8], of request: RESTRequest) {
        guard let learnt = body.withUnsafeBytes({ reader.address(in: $0) }) else {
            let words = body.withUnsafeBytes { VenueWords.of($0) }
            context.facts.failedToConnect(
                plan.name, endpoint: endpoint, reason: "\(request.text) names no address: \(words)")
            return end()
        }
        address = learnt
        open()
    }

    private func open() {
        do throws(WebSocketError) {
            state = .connecting(try context.client.connect(to: address.url, headers: plan.headers, handler: self))
        } catch {
            context.facts.failedToConnect(plan.name, endpoint: endpoint, reason: "\(error)")
            end()
        }
    }

    func opened(_ connection: WebSocketConnection) {
        guard case .connecting = state, let owner else { return connection.close() }
        state = .open(connection, .connected)
        if context.isPaused { connection.pauseReading() }
        lastFrameTime = context.now()
        publisher.startSession(owner.sessionOpened(number), endpoint: endpoint)
        publish(ConnectionEvent(state: .connected, reason: EndpointText.redacted(address.url)))
        context.facts.connected(plan.name, endpoint: endpoint)
        owner.sessionIsReady(number)
    }

    /// Subscribes.
    func begin() {
        guard case .open(let connection, .connected) = state else { return }
        // All frames are queued before the first is sent, because an empty queue means that all were sent.
        for frame in plan.openingFrames { queue([frame]) }
        for frame in ledger.begin(plan.subscriptions, refused: owner?.refusedNames ?? []) { queue([frame]) }
        state = .open(connection, .subscribing)
        pump()
        guard let heartbeat = address.heartbeat ?? context.policy.heartbeat else { return }
        schedule(milliseconds: heartbeat.intervalMilliseconds, repeats: true) { [self] in
            send([heartbeat.frame], isUrgent: true)
            context.facts.sentHeartbeat(plan.name)
        }
    }

    /// Stops recording and closes; returns false if there was nothing to close.
    ///
    /// - Parameter reason: the reason in the session's last record; nil to use the close reason of the socket.
    func retire(_ reason: String?) -> Bool {
        cancelTimers()
        switch state {
        case .waiting, .over:
            state = .over
            return false
        case .connecting(let connection):
            state = .closing(wasOpen: false)
            connection.close()
        case .open(let connection, _):
            if let reason {
                publish(ConnectionEvent(state: .disconnected, reason: reason))
                state = .closing(wasOpen: true)
            }
            connection.close()
        case .closing:
            break
        }
        return true
    }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) {
        switch state {
        case .open:
            publish(ConnectionEvent(state: .disconnected, reason: "\(reason)"))
            context.facts.disconnected(plan.name, reason: reason)
        case .connecting:
            context.facts.failedToConnect(plan.name, endpoint: endpoint, reason: "\(reason)")
            noteRefusal(reason)
        case .closing(let wasOpen):
            if wasOpen { context.facts.retired(plan.name) }
        case .waiting, .over:
            break
        }
        end()
    }

    private func end() {
        state = .over
        cancelTimers()
        owner?.sessionEnded(number, isIll: isIll)
    }

    private func noteRefusal(_ reason: WebSocketCloseReason) {
        guard case .refused(let status, let retryAfter) = reason,
            let seconds = context.policy.waitSeconds(status: status, retryAfter: retryAfter)
        else { return }
        context.limits.block(
            .connect, venue: context.venue.name, url: endpoint, limit: context.policy.connects, seconds: seconds,
            at: context.now())
        context.facts.toldToWait(plan.name, endpoint: endpoint, status: status, seconds: seconds)
    }

    /// All subscriptions were sent.
    func subscribed() {
        guard case .open(let connection, .subscribing) = state else { return }
        let now = context.now()
        state = .open(connection, .subscribed(since: now))
        publish(ConnectionEvent(state: .subscribed))
        watch.subscribed(at: now)
        for request in plan.requests { requests.enqueue(request) }
        for index in watch.snapshotsDue(at: now) { requestSnapshot(index) }
        settle(at: now)
    }

    // MARK: - Time

    /// Called regularly: subscribes again to missing channels, and ends a dead session.
    func tick(at now: Int64) {
        guard case .open = state, !context.isPaused else { return }
        if let limit = context.policy.idleLimitMilliseconds, watch.expectsFrames || context.policy.speaksByItself,
            now - lastFrameTime > Int64(limit) * 1_000_000
        {
            context.facts.silent(plan.name, milliseconds: limit)
            return abort()
        }
        for (index, reason) in watch.due(at: now) { resubscribe(index, reason) }
        for index in watch.snapshotsDue(at: now) { requestSnapshot(index) }
        if let index = watch.oldSnapshot(at: now) { refreshSnapshot(index) }
        retryRefused(at: now)
        if watch.isIll {
            context.facts.silent(
                plan.name, milliseconds: Int(SubscriptionWatch.shortestLimitNanoseconds / 1_000_000))
            return abort()
        }
        settle(at: now)
    }

    /// Pauses or resumes reading after `ConnectionContext.isPaused` has changed.
    func readingChanged() {
        guard case .open(let connection, _) = state else { return }
        guard !context.isPaused else { return connection.pauseReading() }
        lastFrameTime = context.now()
        watch.resumed(at: lastFrameTime)
        connection.resumeReading()
    }

    private func abort() {
        guard case .open(let connection, _) = state else { return }
        isIll = true
        connection.abort()
    }

    func settle(at now: Int64) {
        // Trades may be rare, so only the venue's acknowledgement can be waited for.
        guard case .open(let connection, .subscribed(let since)) = state,
            watch.hasHeard || !watch.expectsFrames && lastFrameTime > since,
            watch.hasAllSnapshots || now - since >= Self.settleNanoseconds
        else { return }
        state = .open(connection, .settled)
        owner?.sessionSettled(number)
    }

    private func schedule(milliseconds: Int, repeats: Bool = false, _ work: @escaping @Sendable () -> Void) {
        timers.removeAll { $0.isDone }
        timers.append(context.loop.schedule(after: .milliseconds(milliseconds), repeats: repeats, work))
    }

    func schedule(nanoseconds: Int64, _ work: @escaping @Sendable () -> Void) {
        schedule(milliseconds: Int((nanoseconds + 999_999) / 1_000_000), work)
    }

    private func cancelTimers() {
        requests.cancel()
        for timer in timers { timer.cancel() }
        timers = []
    }
}
