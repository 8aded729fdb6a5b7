import MarketData
import VenueKit

/// Where a recording stands, and what is due.
///
/// Frames are due by the recording's own receive times times the speed, or at once. A recorded book snapshot in
/// mid-stream keeps its place: it answers a request once all frames before it were played, and playback waits before it
/// for that request, for a bounded time.
struct Playback: Sendable {
    let recording: Recording
    /// How many times faster than recorded; nil is at once.
    let speed: Double?
    let snapshotWaitNanoseconds: Int64
    /// A silence in a recording that is kept: a minute.
    static let longestGapNanoseconds: Int64 = 60_000_000_000

    /// The item that comes next.
    private(set) var position = 0
    /// Frames played to a subscriber.
    var played = 0
    /// Frames without a subscriber.
    var skipped = 0
    /// Snapshots that were not requested in time.
    private(set) var unclaimed = 0
    /// Whether playback has begun.
    private(set) var isStarted = false

    private var startTime = Timestamp(nanoseconds: 0)
    private var startRecorded: Int64?
    private var lastRecorded: Int64?
    private var waitingSince: Timestamp?
    /// Targets of snapshots that were asked for, by item.
    private var claimed: Set<Int> = []

    init(recording: Recording, speed: Double?, snapshotWaitMilliseconds: Int64) {
        self.recording = recording
        self.speed = speed
        snapshotWaitNanoseconds = snapshotWaitMilliseconds * 1_000_000
    }

    var isFinished: Bool { position == recording.items.count }

    /// What to do at `position`.
    enum Step {
        /// Play the frame at this index.
        case frame(Int, RecordedStream)
        /// The snapshot at this index can be given out now.
        case passed(Int)
        /// Nothing is due.
        case wait
    }

    /// Begins, or goes on after a pause.
    mutating func start(at time: Timestamp) {
        guard !isStarted else { return }
        isStarted = true
        restartClock(at: time)
    }

    /// Forgets how much time has passed: the next item is due now. After a pause, and after readers were slow.
    mutating func restartClock(at time: Timestamp) {
        startTime = time
        startRecorded = position < recording.items.count ? recording.items[position].time : nil
    }

    /// What is next; call `advance` when it was done.
    ///
    /// - Parameter wants: whether the stream of a snapshot has a subscriber.
    mutating func next(at time: Timestamp, wants: (String) -> Bool) -> Step {
        guard position < recording.items.count else { return .wait }
        let item = recording.items[position]
        switch item.kind {
        case .frame(let stream):
            if isStarted { skipGap(before: item, time) }
            return isStarted && isDue(item, time) ? .frame(position, stream) : .wait
        case .body(_, isSnapshot: false): return .passed(position)
        case .body(let target, isSnapshot: true):
            if isStarted, !claimed.contains(position), wants(target), !hasWaited(at: time) { return .wait }
            waitingSince = nil
            return .passed(position)
        }
    }

    /// Goes past the item at `position`.
    mutating func advance() {
        lastRecorded = recording.items[position].time
        position += 1
    }

    /// Recordings that are played one after the other lie hours apart: the next one begins at once.
    private mutating func skipGap(before item: Recording.Item, _ time: Timestamp) {
        guard let recorded = item.time, let lastRecorded else { return }
        let gap = recorded - lastRecorded
        if gap < 0 || gap > Self.longestGapNanoseconds { restartClock(at: time) }
    }

    private func isDue(_ item: Recording.Item, _ time: Timestamp) -> Bool {
        guard let speed, let recorded = item.time, let startRecorded else { return true }
        return Double(recorded - startRecorded) <= Double(time.nanoseconds - startTime.nanoseconds) * speed
    }

    private mutating func hasWaited(at time: Timestamp) -> Bool {
        guard let since = waitingSince else {
            waitingSince = time
            return false
        }
        guard time.nanoseconds - since.nanoseconds >= snapshotWaitNanoseconds else { return false }
        unclaimed += 1
        return true
    }
}

// MARK: - REST

extension Playback {
    /// What a request gets.
    enum Answer {
        /// This item's body.
        case item(Int)
        /// The body of an item that is not reached yet.
        case later(Int)
        /// Nothing recorded fits.
        case none
    }

    /// Finds the recorded body for a request: the latest one passed; for a snapshot that is still to come, that one.
    mutating func answer(to request: SimulationRequest) -> Answer {
        var passed: Int?
        for (index, item) in recording.items.enumerated() {
            guard case .body(let target, let isSnapshot) = item.kind, Self.fits(request, target) else { continue }
            if index < position || !isSnapshot {
                passed = index
            } else {
                // A snapshot not yet given out comes first; later ones are for those who ask again.
                guard passed == nil else { break }
                claimed.insert(index)
                return .later(index)
            }
        }
        return passed.map(Answer.item) ?? .none
    }

    /// Whether a recorded body answers a request: the same last part of the path, and the same symbol, category, currency,
    /// product and kind where both name them.
    static func fits(_ request: SimulationRequest, _ target: String) -> Bool {
        let recorded = SimulationRequest(target: target)
        guard recorded.lastComponent == request.lastComponent else { return false }
        for name in ["symbol", "category", "currency", "product_id", "instrument_name", "kind"] {
            guard let wanted = request.queryValue(name), let has = recorded.queryValue(name), wanted != "any" else {
                continue
            }
            if wanted.lowercased() != has.lowercased() { return false }
        }
        return true
    }
}
