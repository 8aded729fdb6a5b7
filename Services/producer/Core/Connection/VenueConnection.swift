import MarketData
import VenueKit
import WebSocket

/// One connection of a plan, kept alive: opens a session, opens another when it ends or must give way.
///
/// `ConnectionSupervisor` decides, `VenueSession` moves bytes. Everything in it happens on the event loop's thread, which is
/// why it may be sent there although nothing is locked.
final class VenueConnection: @unchecked Sendable {
    /// What to record.
    private(set) var plan: ConnectionPlan
    private let context: ConnectionContext
    private var supervisor: ConnectionSupervisor
    private var sessions: [Int: VenueSession] = [:]
    private var generator = SystemRandomNumberGenerator()
    private var timer: EventLoopTimer?
    /// A session's number in records: nanoseconds since 1970, and never one twice.
    private var lastSession: Int64 = 0
    /// The venue's words by topic, or path of a REST request, that it refuses, over all sessions of the plan.
    private(set) var refusals: [String: String] = [:]

    /// How often time is looked at.
    static let tick = Duration.milliseconds(1000)

    init(plan: ConnectionPlan, context: ConnectionContext) {
        self.plan = plan
        self.context = context
        // Where all snapshots are asked for over REST, each is asked for by itself.
        let beginsWithSnapshots = plan.channels.contains { $0.snapshot == .inStream }
        supervisor = ConnectionSupervisor(
            endpoints: context.webSocketEndpoints, policy: context.policy,
            snapshotInterval: beginsWithSnapshots
                ? context.snapshotPeriod?.interval(for: "\(context.source)/\(plan.name)") : nil)
    }

    /// Connects, now.
    func start() {
        perform(supervisor.start(at: context.now()))
        timer = context.loop.schedule(after: Self.tick, repeats: true) { [weak self] in self?.tick() }
    }

    /// Closes the connection for good.
    func stop() {
        timer?.cancel()
        perform(supervisor.stop())
    }

    /// Gives way to a session of another plan, such as one with more symbols.
    func change(to plan: ConnectionPlan) {
        guard plan != self.plan else { return }
        self.plan = plan
        // Requests are made anew by the next session.
        let names = Set(plan.subscriptions.flatMap(\.names))
        refusals = refusals.filter { names.contains($0.key) }
        followPlan()
    }

    /// A session that was opened for an older plan gives way once it is live: until then there is nothing to give way to.
    private func followPlan() {
        guard let number = supervisor.liveSession, let session = sessions[number], session.plan != plan else { return }
        replace(.plan)
    }

    /// Reads on, or not: `ConnectionContext.isPaused` has changed.
    func readingChanged() {
        for session in sessions.values { session.readingChanged() }
    }

    /// Asks for a fresh snapshot of one symbol; nil when no session is open.
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
                // A session that is not open has nothing to wait for.
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

    /// Lets the supervisor decide, and tells of a successor.
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
        // A clock that was set back must not give two sessions one number.
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
        // A session of an older plan may speak of what nobody wants any more.
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
