import Base
import Runtime
import VenueKit

/// Decides about the sessions of one connection: when and where to connect, when a session is replaced by its successor, and
/// when to return to a better endpoint. It does no I/O: events with their time in nanoseconds go in, and commands come out.
struct ConnectionSupervisor {
    /// A shorter session counts as failed.
    static let provenNanoseconds: Int64 = 30_000_000_000

    /// The state of the connection.
    enum State: Equatable {
        /// Not started.
        case idle
        /// This session is to be opened, or its handshake is in progress; nothing is recorded.
        case opening(Session)
        /// This session is open and recorded.
        case live(Session)
        /// The first session is recorded. The second, its successor, is connecting or waiting for its snapshots.
        case replacing(Session, by: Session, Replacement)
        /// It has ended permanently.
        case stopped
    }

    /// One session.
    struct Session: Equatable {
        /// Counts from 1.
        let number: Int
        /// The index of its endpoint.
        let endpoint: Int
        /// When it was opened; nil before.
        var openTime: Int64?
        /// When it had all subscriptions and snapshots; nil before.
        var settledTime: Int64?
    }

    /// Why a session is replaced.
    enum Replacement: String, Sendable, CaseIterable {
        /// It is close to the venue's age limit.
        case age
        /// The venue announced that it will close it.
        case shutdownNotice = "shutdown_notice"
        /// Its frames arrive late.
        case lag
        /// A better endpoint can be tried again.
        case betterEndpoint = "better_endpoint"
        /// The symbols have changed.
        case plan
        /// The snapshots of its books are too old, and its successor begins with new ones.
        case snapshots
    }

    /// A command to the connection.
    enum Command: Equatable {
        /// Connect after a wait.
        case connect(session: Int, endpoint: Int, afterMilliseconds: Int)
        /// Subscribe.
        case begin(session: Int)
        /// Stop recording it and close it.
        case retire(session: Int, why: Replacement?)
    }

    private(set) var state = State.idle
    private(set) var endpoints: EndpointChooser
    private let policy: VenuePolicy
    /// The maximum age of the session's snapshots in nanoseconds; nil for no limit.
    private let snapshotInterval: Int64?
    private var backoff: Backoff
    private var lastNumber = 0

    init(endpoints: [String], policy: VenuePolicy, snapshotInterval: Int64? = nil) {
        self.snapshotInterval = snapshotInterval
        self.endpoints = EndpointChooser(endpoints)
        self.policy = policy
        backoff = Backoff(
            firstMilliseconds: policy.firstRetryMilliseconds, capMilliseconds: policy.longestRetryMilliseconds)
    }

    /// The recorded session; if there are two, the older one.
    var liveSession: Int? {
        switch state {
        case .live(let session), .replacing(let session, by: _, _): session.number
        case .idle, .opening, .stopped: nil
        }
    }

    /// Why a session is being replaced now.
    var replacement: Replacement? {
        if case .replacing(_, by: _, let why) = state { why } else { nil }
    }

    // MARK: - What happens

    /// Begins.
    mutating func start(at now: Int64) -> [Command] {
        guard state == .idle else { return [] }
        return open(afterMilliseconds: 0, at: now)
    }

    /// A session's handshake is done.
    mutating func opened(_ number: Int, at now: Int64) -> [Command] {
        switch state {
        case .opening(var session) where session.number == number:
            session.openTime = now
            state = .live(session)
            return [.begin(session: number)]
        case .replacing(let old, by: var session, let why) where session.number == number:
            session.openTime = now
            if policy.handover == .switching {
                state = .live(session)
                return [.retire(session: old.number, why: why), .begin(session: number)]
            }
            state = .replacing(old, by: session, why)
            return [.begin(session: number)]
        case .idle, .opening, .live, .replacing, .stopped: return []
        }
    }

    /// A session is complete: its subscriptions were sent, and its frames and snapshots arrive.
    mutating func settled(_ number: Int, at now: Int64) -> [Command] {
        switch state {
        case .live(var session) where session.number == number:
            session.settledTime = now
            state = .live(session)
            endpoints.succeeded(session.endpoint)
            return []
        case .replacing(let old, by: var session, let why) where session.number == number:
            session.settledTime = now
            state = .live(session)
            endpoints.succeeded(session.endpoint)
            return [.retire(session: old.number, why: why)]
        case .idle, .opening, .live, .replacing, .stopped: return []
        }
    }

    /// A session has ended, or did not open.
    ///
    /// - Parameters:
    ///   - isIll: whether it ended because it was silent or late, which counts against the endpoint at any age.
    ///   - generator: the random numbers for the wait.
    mutating func ended(
        _ number: Int, isIll: Bool, at now: Int64, using generator: inout some RandomNumberGenerator
    ) -> [Command] {
        switch state {
        case .opening(let session) where session.number == number, .live(let session) where session.number == number:
            note(session, isIll: isIll, at: now)
            return open(afterMilliseconds: backoff.next(using: &generator), at: now)
        case .replacing(let old, by: let next, _) where old.number == number:
            note(old, isIll: isIll, at: now)
            state = next.openTime == nil ? .opening(next) : .live(next)
            return []
        case .replacing(let old, by: let next, let why) where next.number == number:
            endpoints.failed(next.endpoint, at: now)
            guard why != .betterEndpoint else {
                state = .live(old)
                return []
            }
            return succeed(old, why, afterMilliseconds: backoff.next(using: &generator), at: now)
        case .idle, .opening, .live, .replacing, .stopped: return []
        }
    }

    /// Replaces the live session. Does nothing if it is already being replaced, or if none is live.
    mutating func replace(_ why: Replacement, at now: Int64) -> [Command] {
        guard case .live(let session) = state else { return [] }
        if why == .lag {
            // Without another endpoint, a late feed is better than repeated reconnects.
            guard endpoints.hasAlternative(to: session.endpoint, at: now) else { return [] }
            endpoints.failed(session.endpoint, at: now)
        }
        return succeed(session, why, afterMilliseconds: 0, at: now)
    }

    /// Called regularly: checks the session's age and better endpoints.
    mutating func tick(at now: Int64) -> [Command] {
        guard case .live(let session) = state, let openTime = session.openTime else { return [] }
        if let age = policy.maximumAgeSeconds {
            let limit = Int64(max(age - policy.ageMarginSeconds, age / 2)) * 1_000_000_000
            if now - openTime >= limit { return replace(.age, at: now) }
        }
        if let snapshotInterval, now - openTime >= snapshotInterval { return replace(.snapshots, at: now) }
        // A session that was just opened has not proved itself yet.
        guard let settledTime = session.settledTime, now - settledTime >= Self.provenNanoseconds else { return [] }
        return endpoints.better(than: session.endpoint, at: now) == nil ? [] : replace(.betterEndpoint, at: now)
    }

    /// Stops permanently.
    mutating func stop() -> [Command] {
        defer { state = .stopped }
        switch state {
        case .idle, .stopped: return []
        case .opening(let session), .live(let session): return [.retire(session: session.number, why: nil)]
        case .replacing(let old, by: let next, _):
            return [.retire(session: old.number, why: nil), .retire(session: next.number, why: nil)]
        }
    }

    // MARK: - Parts

    /// A session that lasted long enough clears its endpoint's failures; any other counts against the endpoint.
    private mutating func note(_ session: Session, isIll: Bool, at now: Int64) {
        let isProven = session.settledTime.map { now - $0 >= Self.provenNanoseconds } ?? false
        if isProven { backoff.reset() }
        if isIll || !isProven { endpoints.failed(session.endpoint, at: now) }
    }

    private mutating func open(afterMilliseconds wait: Int, at now: Int64) -> [Command] {
        let session = makeSession(at: now)
        state = .opening(session)
        return [.connect(session: session.number, endpoint: session.endpoint, afterMilliseconds: wait)]
    }

    private mutating func succeed(
        _ old: Session, _ why: Replacement, afterMilliseconds wait: Int, at now: Int64
    ) -> [Command] {
        let next = makeSession(at: now)
        state = .replacing(old, by: next, why)
        return [.connect(session: next.number, endpoint: next.endpoint, afterMilliseconds: wait)]
    }

    private mutating func makeSession(at now: Int64) -> Session {
        lastNumber += 1
        return Session(number: lastNumber, endpoint: endpoints.choose(at: now))
    }
}
