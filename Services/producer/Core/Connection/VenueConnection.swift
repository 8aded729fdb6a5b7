import MarketData
import VenueKit
import WebSocket

/// Keeps one connection of a plan alive: opens a session, and opens another one when it ends or must be replaced.
///
/// `ConnectionSupervisor` decides, `VenueSession` moves bytes. It is only used on the event loop's thread, so it is `Sendable`
/// without locks.
final class VenueConnection: @unchecked Sendable {
    /// What to record.
    private(set) var plan: ConnectionPlan
    private let context: ConnectionContext
    private var supervisor: ConnectionSupervisor
    private var sessions: [Int: VenueSession] = [:]
    private var generator = SystemRandomNumberGenerator()
    private var timer: EventLoopTimer?
    /// The last session number: nanoseconds since 1970, always increasing.
    private var lastSession: Int64 = 0
    /// The venue's message for each refused topic or REST path, over all sessions of the plan.
    private(set) var refusals: [String: String] = [:]

    /// The interval of checks that depend on time.
    static let tick = Duration.milliseconds(1000)

    init(plan: ConnectionPlan, context: ConnectionContext) {
        self.plan = plan
        self.context = context
        // If all snapshots come over REST, each is requested individually.
        let beginsWithSnapshots = plan.channels.contains { $0.snapshot == .inStream }
        supervisor = ConnectionSupervisor(
            endpoints: context.webSocketEndpoints, policy: context.policy,
            snapshotInterval: beginsWithSnapshots
                ? context.snapshotPeriod?.interval(for: "\(context.source)/\(plan.name)") : nil)
    }

    /// Connects immediately.
    func start() {
        perform(supervisor.start(at: context.now()))
        timer = context.loop.schedule(after: Self.tick, repeats: true) { [weak self] in self?.tick() }
    }

    /// Closes the connection permanently.
    func stop() {
        timer?.cancel()
        perform(supervisor.stop())
    }

    /// Replaces the session by one with another plan, such as one with more symbols.
    func change(to plan: ConnectionPlan) {
        guard plan != self.plan else { return }
        self.plan = plan
        // The next session makes the requests again.
        let names = Set(plan.subscriptions.flatMap(\.names))
        refusals = refusals.filter { names.contains($0.key) }
        followPlan()
    }

    /// Replaces a session with an older plan once it is live.
    private func followPlan() {
        guard let number = supervisor.liveSession, let session = sessions[number], session.plan != plan else { return }
        replace(.plan)
    }

    /// Pauses or resumes reading after `ConnectionContext.isPaused` has changed.
    func readingChanged() {
        for session in sessions.values { session.readingChanged() }
    }

    /// Requests a new snapshot of one symbol; nil if no session is open.
    func resnapshot(_ symbol: String, _ kind: EventKind) -> VenueSession.SnapshotWay? {
        guard let number = supervisor.liveSession else { return nil }
        return sessions[number]?.resnapshot(symbol, kind)
    }

    /// Whether a session is open and recorded.
    var isRecording: Bool { supervisor.liveSession != nil }

    /// Whether the plan has such a channel.
    func carries(_ symbol: String, _ kind: EventKind) -> Bool {
        plan.channels.contains { $0.symbol == symbol && $0.kind == kind && $0.snapshot != .none }
    }

    // MARK: - What the supervisor decides

    private func perform(_ commands: [ConnectionSupervisor.Command]) {
        for command in commands {
            switch command {
            case .connect(let number, let endpoint, let wait): connect(number, endpoint, afterMilliseconds: wait)
            case .begin(let number): sessions[number]?.begin()
            case .retire(let number, let why):
                // A session that is not open needs no wait.
                if sessions[number]?.retire(why.map { "replaced: \($0.rawValue)" }) == false { sessions[number] = nil }
            }
        }
    }

    private func connect(_ number: Int, _ endpoint: Int, afterMilliseconds wait: Int) {
        let session = VenueSession(
            number: number, plan: plan, endpoint: supervisor.endpoints.endpoints[endpoint], context: context,
            owner: self)
        sessions[number] = session
        session.connect(afterMilliseconds: wait)
    }

    private func tick() {
        let now = context.now()
        for session in sessions.values { session.tick(at: now) }
        note { $0.tick(at: now) }
        followPlan()
    }

    private func replace(_ why: ConnectionSupervisor.Replacement) {
        note { [context] in $0.replace(why, at: context.now()) }
    }

    /// Lets the supervisor decide, and reports a new successor.
    private func note(_ decide: (inout ConnectionSupervisor) -> [ConnectionSupervisor.Command]) {
        let wasReplacing = supervisor.replacement != nil
        let commands = decide(&supervisor)
        if !wasReplacing, let why = supervisor.replacement { context.facts.replacing(plan.name, why: why) }
        perform(commands)
    }
}

// MARK: - What sessions tell

extension VenueConnection: SessionOwner {
    func sessionOpened(_ number: Int) -> Int64 {
        // Two sessions must not get the same number when the clock is set back.
        lastSession = max(context.now(), lastSession + 1)
        return lastSession
    }

    func sessionIsReady(_ number: Int) { perform(supervisor.opened(number, at: context.now())) }

    func sessionSettled(_ number: Int) { perform(supervisor.settled(number, at: context.now())) }

    func sessionMustGo(_ number: Int, _ why: ConnectionSupervisor.Replacement) {
        guard supervisor.liveSession == number else { return }
        replace(why)
    }

    var refusedNames: Set<String> { Set(refusals.keys) }

    func sessionRefused(_ number: Int, _ refusal: SubscribeLedger.Refusal) -> Bool {
        // A session with an older plan may report topics that are no longer configured.
        guard sessions[number]?.plan == plan else { return false }
        return refusals.updateValue(refusal.words, forKey: refusal.name) == nil
    }

    func sessionAccepted(_ number: Int, _ name: String) -> Bool {
        guard refusals.removeValue(forKey: name) != nil else { return false }
        context.facts.acceptedAgain(plan.name, name: name)
        return true
    }

    func sessionEnded(_ number: Int, isIll: Bool) {
        sessions[number] = nil
        perform(supervisor.ended(number, isIll: isIll, at: context.now(), using: &generator))
    }
}
