import MarketData
import VenueKit

/// The position in a recording, and the frames that are due.
///
/// Frames are due at their recorded receive times, accelerated by the speed, or immediately. A recorded book snapshot in
/// mid-stream keeps its place: it answers a request after all frames before it were played, and playback waits for that request
/// for a limited time.
struct Playback: Sendable {
    let recording: Recording
    /// The factor of acceleration; nil to play immediately.
    let speed: Double?
    let snapshotWaitNanoseconds: Int64
    /// The longest silence that is kept: a minute.
    static let longestGapNanoseconds: Int64 = 60_000_000_000

    /// The index of the next item.
    private(set) var position = 0
    /// The number of frames played to a subscriber.
    var played = 0
    /// The number of frames without a subscriber.
    var skipped = 0
    /// The number of snapshots that were not requested in time.
    private(set) var unclaimed = 0
    /// Whether playback has begun.
    private(set) var isStarted = false

    private var startTime = Timestamp(nanoseconds: 0)
    private var startRecorded: Int64?
    private var lastRecorded: Int64?
    private var waitingSince: Timestamp?
    /// The items of requested snapshots.
    private var claimed: Set<Int> = []

    init(recording: Recording, speed: Double?, snapshotWaitMilliseconds: Int64) {
        self.recording = recording
        self.speed = speed
        snapshotWaitNanoseconds = snapshotWaitMilliseconds * 1_000_000
    }

    var isFinished: Bool { position == recording.items.count }

    /// The action at `position`.
    enum Step {
        /// Play the frame at this index.
        case frame(Int, RecordedStream)
        /// The snapshot at this index can be returned now.
        case passed(Int)
        /// Nothing is due.
        case wait
    }

    /// Starts, or resumes after a pause.
    mutating func start(at time: Timestamp) {
        guard !isStarted else { return }
        isStarted = true
        restartClock(at: time)
    }

    /// Restarts the clock, so that the next item is due now; called after a pause and after slow readers.
    mutating func restartClock(at time: Timestamp) {
        startTime = time
        startRecorded = position < recording.items.count ? recording.items[position].time : nil
    }

    /// The next action; call `advance` after it.
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

    /// Moves past the item at `position`.
    mutating func advance() {
        lastRecorded = recording.items[position].time
        position += 1
    }

    /// Recordings that are played one after the other may be hours apart: the next one starts immediately.
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
    /// The answer to a request.
    enum Answer {
        /// This item's body.
        case item(Int)
        /// The body of an item that playback has not reached yet.
        case later(Int)
        /// There is no matching recorded answer.
        case none
    }

    /// Finds the recorded body for a request: the last one passed; for a snapshot that is still to come, that one.
    mutating func answer(to request: SimulationRequest) -> Answer {
        var passed: Int?
        for (index, item) in recording.items.enumerated() {
            guard case .body(let target, let isSnapshot) = item.kind, Self.fits(request, target) else { continue }
            if index < position || !isSnapshot {
                passed = index
            } else {
                // A snapshot that was not returned yet comes first; later ones are for repeated requests.
                guard passed == nil else { break }
                claimed.insert(index)
                return .later(index)
            }
        }
        return passed.map(Answer.item) ?? .none
    }

    /// Whether a recorded body answers a request. The last part of the path must be equal, and so must symbol, category,
    /// currency, product and kind if both have them.
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
