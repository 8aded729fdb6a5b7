import VenueKit

/// Frames waiting to be sent on one connection, within the venue's rate limit.
struct SendQueue {
    /// The maximum number of waiting groups of frames; a connection has a few hundred subscriptions.
    static let limit = 4096

    /// What to do now.
    enum Step: Equatable {
        /// Send these frames, then ask again.
        case send([String])
        /// Ask again after so many nanoseconds.
        case wait(Int64)
        /// Nothing waits.
        case idle
    }

    private var groups: [[String]] = []
    private var bucket: TokenBucket
    /// When the first group may be sent, once its tokens are reserved.
    private var firstTime: Int64?

    init(_ limit: RateLimit) {
        bucket = TokenBucket(limit)
    }

    /// Appends frames that go out together; returns false if too many groups are waiting.
    ///
    /// - Parameter isUrgent: before all others: answers that the venue waits for.
    mutating func append(_ frames: [String], isUrgent: Bool = false) -> Bool {
        guard groups.count < Self.limit else { return false }
        groups.insert(frames, at: isUrgent ? 0 : groups.count)
        return true
    }

    /// What is to be done at `now`.
    mutating func next(at now: Int64) -> Step {
        guard let group = groups.first else { return .idle }
        let time = firstTime ?? now + bucket.reserve(group.count, at: now)
        guard time <= now else {
            firstTime = time
            // A clock that is set back must not block a connection.
            return .wait(min(time - now, TokenBucket.longestWaitNanoseconds))
        }
        firstTime = nil
        groups.removeFirst()
        return .send(group)
    }
}
