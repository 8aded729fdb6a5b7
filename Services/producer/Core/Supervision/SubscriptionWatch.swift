import MarketData
import VenueKit

/// Watches the channels of one session: whether the snapshot of each has arrived, whether it still sends frames, and whether
/// its snapshot is too old.
///
/// If the venue documents a pace, it determines a channel's silence limit. Otherwise the channel's own pace does: a channel
/// that has never paused for longer than a second is suspicious after thirty. Times are nanoseconds.
struct SubscriptionWatch {
    /// The number of frames after which a channel's own pace is known.
    static let framesForPace = 100
    /// A channel counts as silent after so many times its longest pause.
    static let pausesForSilence: Int64 = 20
    /// But never before this.
    static let shortestLimitNanoseconds: Int64 = 30_000_000_000
    /// A channel that stays silent after subscribing again is retried less and less often, up to this interval.
    static let longestLimitNanoseconds: Int64 = 3_600_000_000_000
    /// The longest wait for a snapshot.
    static let longestSnapshotWaitNanoseconds: Int64 = 300_000_000_000
    /// The maximum number of channels that are subscribed again at once; the others follow the next time.
    static let askedAtOnce = 20

    /// Why a channel is subscribed again.
    enum Reason: String, Sendable, CaseIterable {
        /// It fell silent.
        case silence
        /// Its snapshot did not come.
        case snapshot
        /// It was requested.
        case request
    }

    /// The reaction to a frame.
    enum Heard: Equatable {
        /// Nothing.
        case nothing
        /// The channel waits for a snapshot inside its stream, so the frame should be checked (`sawSnapshot`).
        case mayBeSnapshot(Int)
        /// The channel has sent a frame, so a snapshot requested over REST now is not older than its first change.
        case wantsSnapshot(Int)
        /// The channel counted as refused but sends frames.
        case isAccepted(Int)
    }

    /// The state of a channel.
    struct Entry {
        var lastHeard: Int64
        /// Since when its snapshot has been awaited; nil if it is not. Only set by `setAwaited`.
        var awaitsSince: Int64?
        /// When the awaited snapshot was requested over REST; nil before.
        var requestTime: Int64?
        /// Whether it has sent a frame since it was subscribed, so that the changes after a snapshot are recorded.
        var isFlowing = false
        /// When its last snapshot over REST came; nil before.
        var snapshotTime: Int64?
        /// Whether the venue refuses it, so that nothing is expected from it.
        var isRefused = false
        /// How often its snapshot was requested since the last one arrived.
        var snapshotAttempts = 0
        /// How often it was subscribed again since its last frame other than a snapshot.
        var quietAttempts = 0
        /// How often it was subscribed again since its last frame.
        var unanswered = 0
        var frames = 0
        var longestPause: Int64 = 0
    }

    let channels: [PlannedChannel]
    let snapshotWait: Int64
    /// The time from each channel's snapshot over REST to the next request; nil for never.
    let snapshotIntervals: [Int64]?
    var entries: [Entry]
    private let indices: [ChannelID: Int]
    private(set) var isStarted = false
    /// The number of channels that wait for a snapshot inside their stream.
    private var awaitedInStream = 0

    /// - Parameters:
    ///   - period: the maximum age of a snapshot over REST; nil for no limit.
    ///   - source: the source's name, which makes the intervals of two sources differ.
    init(_ channels: [PlannedChannel], policy: VenuePolicy, period: SnapshotPeriod? = nil, source: String = "") {
        self.channels = channels
        indices = Dictionary(channels.indices.map { (channels[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
        entries = Array(repeating: Entry(lastHeard: 0), count: channels.count)
        snapshotWait = Int64(policy.snapshotWaitMilliseconds) * 1_000_000
        snapshotIntervals = period.map { period in
            channels.map { period.interval(for: "\(source)/\($0.symbol)/\($0.kind.topicName)") }
        }
    }

    /// All subscriptions were sent.
    mutating func subscribed(at now: Int64) {
        isStarted = true
        for index in entries.indices where !entries[index].isRefused {
            entries[index].lastHeard = now
            // Frames that arrived while the rest was being subscribed count.
            if channels[index].snapshot != .none, entries[index].frames == 0 || entries[index].awaitsSince != nil {
                setAwaited(index, since: now)
            }
        }
    }

    /// Sets since when a channel's snapshot is awaited, or nil.
    mutating func setAwaited(_ index: Int, since time: Int64?) {
        if channels[index].snapshot == .inStream, (entries[index].awaitsSince == nil) != (time == nil) {
            awaitedInStream += time == nil ? -1 : 1
        }
        entries[index].awaitsSince = time
    }

    /// Whether a frame may be an awaited snapshot.
    var awaitsSnapshots: Bool { !isStarted || awaitedInStream > 0 }

    /// Checks in debug builds what always holds between two calls.
    private func assertInvariants() {
        assert(
            awaitedInStream
                == channels.indices.count { channels[$0].snapshot == .inStream && entries[$0].awaitsSince != nil },
            "waiting channels are counted")
    }

    /// A frame of a channel has arrived.
    mutating func heard(_ id: ChannelID, at time: Int64) -> Heard {
        assertInvariants()
        defer { assertInvariants() }
        guard let index = indices[id] else { return .nothing }
        if !isStarted, entries[index].frames == 0 {
            setAwaited(index, since: channels[index].snapshot == .none ? nil : time)
        } else {
            entries[index].longestPause = max(entries[index].longestPause, time - entries[index].lastHeard)
        }
        entries[index].lastHeard = time
        entries[index].frames += 1
        entries[index].unanswered = 0
        entries[index].isFlowing = true
        if entries[index].isRefused { return .isAccepted(index) }
        guard entries[index].awaitsSince != nil, channels[index].snapshot == .inStream else {
            entries[index].quietAttempts = 0
            guard entries[index].awaitsSince != nil, entries[index].requestTime == nil, isStarted else {
                return .nothing
            }
            entries[index].requestTime = time
            return .wantsSnapshot(index)
        }
        return .mayBeSnapshot(index)
    }

    /// Reading was paused until now, so the time without frames does not count as silence.
    mutating func resumed(at now: Int64) {
        for index in entries.indices {
            entries[index].lastHeard = now
            if entries[index].awaitsSince != nil { setAwaited(index, since: now) }
        }
    }

    /// Whether every snapshot has arrived.
    var hasAllSnapshots: Bool { isStarted && entries.allSatisfy { $0.awaitsSince == nil } }

    /// Whether any channel has sent a frame.
    var hasHeard: Bool { entries.contains { $0.frames > 0 } }

    /// Whether any channel should send frames.
    var expectsFrames: Bool {
        channels.indices.contains { channels[$0].silenceLimitMilliseconds != nil && !entries[$0].isRefused }
    }

    /// The channels to subscribe again at `now`; they then count as subscribed.
    mutating func due(at now: Int64) -> [(index: Int, reason: Reason)] {
        guard isStarted else { return [] }
        var asked: [(index: Int, reason: Reason)] = []
        for index in entries.indices where asked.count < Self.askedAtOnce && !entries[index].isRefused {
            let entry = entries[index]
            if channels[index].snapshot == .inStream, let since = entry.awaitsSince {
                guard now - since > snapshotLimit(entry.snapshotAttempts) else { continue }
                asked.append((index, .snapshot))
            } else {
                guard let limit = silenceLimit(index), now - entry.lastHeard > limit else { continue }
                asked.append((index, .silence))
            }
        }
        for (index, _) in asked { ask(index, at: now) }
        return asked
    }

    /// The channel is subscribed again, for whatever reason.
    mutating func ask(_ index: Int, at now: Int64) {
        entries[index].quietAttempts += 1
        entries[index].unanswered += 1
        entries[index].lastHeard = now
        guard channels[index].snapshot != .none else { return }
        setAwaited(index, since: now)
        entries[index].snapshotAttempts += 1
        entries[index].requestTime = nil
        entries[index].isFlowing = false
    }

    /// Whether the connection itself has failed: more than half of the channels that once sent frames are still silent after
    /// subscribing again.
    var isIll: Bool {
        let speaking = channels.indices.filter {
            entries[$0].frames > 0 && channels[$0].silenceLimitMilliseconds != nil && !entries[$0].isRefused
        }
        return speaking.count { entries[$0].unanswered > 1 } * 2 > speaking.count
    }

    private func snapshotLimit(_ attempts: Int) -> Int64 {
        min(snapshotWait << Int64(min(attempts, 20)), Self.longestSnapshotWaitNanoseconds)
    }

    private func silenceLimit(_ index: Int) -> Int64? {
        guard let milliseconds = channels[index].silenceLimitMilliseconds else { return nil }
        let entry = entries[index]
        var limit = Int64(milliseconds) * 1_000_000
        if entry.frames >= Self.framesForPace {
            limit = min(limit, max(Self.shortestLimitNanoseconds, entry.longestPause * Self.pausesForSilence))
        }
        return min(limit << Int64(min(entry.quietAttempts, 20)), max(limit, Self.longestLimitNanoseconds))
    }
}
