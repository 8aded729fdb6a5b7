import MarketData
import VenueKit

/// Watches the channels of one session: whether each one's snapshot came, whether it still speaks, and whether its snapshot
/// has grown old.
///
/// A channel's limit of silence is the venue's, where the venue documents a pace. Others are judged by their own: one that
/// has never paused for longer than a second is suspicious after thirty. Times are nanoseconds.
struct SubscriptionWatch {
    /// Frames by which a channel's own pace is known.
    static let framesForPace = 100
    /// A channel is silent after so many times its longest pause.
    static let pausesForSilence: Int64 = 20
    /// But never before this.
    static let shortestLimitNanoseconds: Int64 = 30_000_000_000
    /// A channel that is asked for anew and stays silent is asked for less and less often, up to this.
    static let longestLimitNanoseconds: Int64 = 3_600_000_000_000
    /// The longest wait for a snapshot.
    static let longestSnapshotWaitNanoseconds: Int64 = 300_000_000_000
    /// Channels that are asked for anew at once; the others have their turn the next time.
    static let askedAtOnce = 20

    /// Why a channel is asked for anew.
    enum Reason: String, Sendable, CaseIterable {
        /// It fell silent.
        case silence
        /// Its snapshot did not come.
        case snapshot
        /// Somebody asked.
        case request
    }

    /// What a frame calls for.
    enum Heard: Equatable {
        /// Nothing.
        case nothing
        /// The channel waits for a snapshot inside its stream: it is worth while to look whether this is one (`sawSnapshot`).
        case mayBeSnapshot(Int)
        /// The channel flows: a snapshot over REST that is asked for now is no older than its first change.
        case wantsSnapshot(Int)
        /// The channel was thought to be refused, and speaks.
        case isAccepted(Int)
    }

    /// What is known of a channel.
    struct Entry {
        var lastHeard: Int64
        /// Since when its snapshot is waited for; nil when it is not. Set by `setAwaited` alone.
        var awaitsSince: Int64?
        /// When the snapshot that is waited for was asked for over REST; nil before.
        var requestTime: Int64?
        /// Whether it was heard since it was subscribed to, so that changes behind a snapshot will be there.
        var isFlowing = false
        /// When its last snapshot over REST came; nil before.
        var snapshotTime: Int64?
        /// Whether the venue refuses it: nothing is expected of it.
        var isRefused = false
        /// How often its snapshot was asked for since the last one.
        var snapshotAttempts = 0
        /// How often it was asked for anew since it last brought anything but a snapshot.
        var quietAttempts = 0
        /// How often it was asked for anew since it last said anything.
        var unanswered = 0
        var frames = 0
        var longestPause: Int64 = 0
    }

    let channels: [PlannedChannel]
    let snapshotWait: Int64
    /// How long after a snapshot over REST each channel's next one is asked for; nil for never.
    let snapshotIntervals: [Int64]?
    var entries: [Entry]
    private let indices: [ChannelID: Int]
    private(set) var isStarted = false
    /// How many channels wait for a snapshot inside their stream.
    private var awaitedInStream = 0

    /// - Parameters:
    ///   - period: how old a snapshot over REST may become; nil for any age.
    ///   - source: makes the intervals of two sources differ.
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
            // What came while the rest was still being subscribed to counts.
            if channels[index].snapshot != .none, entries[index].frames == 0 || entries[index].awaitsSince != nil {
                setAwaited(index, since: now)
            }
        }
    }

    /// Waits for a channel's snapshot since a time, or not any more.
    mutating func setAwaited(_ index: Int, since time: Int64?) {
        if channels[index].snapshot == .inStream, (entries[index].awaitsSince == nil) != (time == nil) {
            awaitedInStream += time == nil ? -1 : 1
        }
        entries[index].awaitsSince = time
    }

    /// Whether a frame may be a snapshot that is waited for.
    var awaitsSnapshots: Bool { !isStarted || awaitedInStream > 0 }

    /// A frame of a channel came.
    mutating func heard(_ id: ChannelID, at time: Int64) -> Heard {
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

    /// Nobody listened up to now: what was not heard was not silence.
    mutating func resumed(at now: Int64) {
        for index in entries.indices {
            entries[index].lastHeard = now
            if entries[index].awaitsSince != nil { setAwaited(index, since: now) }
        }
    }

    /// Whether every snapshot has come.
    var hasAllSnapshots: Bool { isStarted && entries.allSatisfy { $0.awaitsSince == nil } }

    /// Whether anything came on any channel.
    var hasHeard: Bool { entries.contains { $0.frames > 0 } }

    /// Whether any channel ought to speak.
    var expectsFrames: Bool {
        channels.indices.contains { channels[$0].silenceLimitMilliseconds != nil && !entries[$0].isRefused }
    }

    /// The channels to ask for anew at `now`; they count as asked.
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

    /// The channel is subscribed to anew, whoever wants it.
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

    /// Whether the connection itself is ill: of the channels that once spoke, more than half were asked for anew and
    /// still say nothing.
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
