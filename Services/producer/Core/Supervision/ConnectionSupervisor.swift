import Base
import Runtime
import VenueKit

/// Decides which sessions one connection of a plan has: when to connect and where to, when a session gives way to its
/// successor, and when to go back to a better endpoint. It does no I/O: what happens goes in with its time in nanoseconds,
/// what is to be done comes out.
struct ConnectionSupervisor {
    /// A session that lived for less than this did not work.
    static let provenNanoseconds: Int64 = 30_000_000_000

    /// Where the connection is in its life.
    enum State: Equatable {
        /// Not started.
        case idle
        /// This session is to be opened, or its handshake is under way; nothing is recorded.
        case opening(Session)
        /// This session is open and recorded.
        case live(Session)
        /// The first session is recorded; the second, its successor, is on its way or fills its books.
        case replacing(Session, by: Session, Replacement)
        /// It has ended for good.
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
        /// When it had everything; nil before.
        var settledTime: Int64?
    }

    /// Why a session gives way to another.
    enum Replacement: String, Sendable, CaseIterable {
        /// It is close to the age at which the venue ends it.
        case age
        /// The venue said that it will end it.
        case shutdownNotice = "shutdown_notice"
        /// Its frames come late.
        case lag
        /// An endpoint that is preferred can be tried again.
        case betterEndpoint = "better_endpoint"
        /// The symbols have changed.
        case plan
        /// Its books' snapshots have grown old, and its successor begins with new ones.
        case snapshots
    }

    /// What is to be done.
    enum Command: Equatable {
        /// Connect after a wait.
        case connect(session: Int, endpoint: Int, afterMilliseconds: Int)
        /// Subscribe.
        case begin(session: Int)
        /// Record nothing of it any more, and close it.
        case retire(session: Int, why: Replacement?)
    }

    private(set) var state = State.idle
    private(set) var endpoints: EndpointChooser
    private let policy: VenuePolicy
    /// How old the session's snapshots may become, in nanoseconds; nil for any age.
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

    /// The session that is recorded, the older one where there are two.
    var liveSession: Int? {
        switch state {
        case .live(let session), .replacing(let session, by: _, _): session.number
        case .idle, .opening, .stopped: nil
        }
    }

    /// Why a session is giving way now.
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

    /// A session has everything: its subscriptions were sent, its frames come, its books are there.
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
    ///   - isIll: it was ended because it was silent or late, so the endpoint is to blame whatever its age.
    ///   - generator: the dice for the wait.
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

    /// The live session is to give way; nothing happens where it does so already, or none is live.
    mutating func replace(_ why: Replacement, at now: Int64) -> [Command] {
        guard case .live(let session) = state else { return [] }
        if why == .lag {
            // Where there is nowhere better to go, a late feed is better than a churning one.
            guard endpoints.hasAlternative(to: session.endpoint, at: now) else { return [] }
            endpoints.failed(session.endpoint, at: now)
        }
        return succeed(session, why, afterMilliseconds: 0, at: now)
    }

    /// Time has passed: looks at the session's age and at better endpoints.
    mutating func tick(at now: Int64) -> [Command] {
        guard case .live(let session) = state, let openTime = session.openTime else { return [] }
        if let age = policy.maximumAgeSeconds {
            let limit = Int64(max(age - policy.ageMarginSeconds, age / 2)) * 1_000_000_000
            if now - openTime >= limit { return replace(.age, at: now) }
        }
        if let snapshotInterval, now - openTime >= snapshotInterval { return replace(.snapshots, at: now) }
        // A session that was just opened may not have had the time to show what it is worth.
        guard let settledTime = session.settledTime, now - settledTime >= Self.provenNanoseconds else { return [] }
        return endpoints.better(than: session.endpoint, at: now) == nil ? [] : replace(.betterEndpoint, at: now)
    }

    /// Ends for good.
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

    /// A session that proved itself clears the past; any other counts against its endpoint.
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
