import VenueKit

/// Enforces a `RateLimit`. A caller asks how long to wait, and thereby gets its place in the queue.
///
/// Its whole state is the time at which the bucket is full again (the generic cell rate algorithm). Times are nanoseconds of
/// one clock.
struct TokenBucket {
    private let costNanoseconds: Int64
    private let burstNanoseconds: Int64
    private var fullTime: Int64 = 0

    /// A longer wait means that the clock was set back, and is discarded.
    static let longestWaitNanoseconds: Int64 = 3_600_000_000_000

    /// The bucket is full.
    init(_ limit: RateLimit) {
        costNanoseconds = max(1, Int64(limit.milliseconds) * 1_000_000 / Int64(limit.tokens))
        burstNanoseconds = costNanoseconds * Int64(limit.burst)
    }

    /// Takes `count` tokens and returns after how many nanoseconds they may be used. More than the burst is allowed when the
    /// bucket is full, and delays the next caller.
    mutating func reserve(_ count: Int, at now: Int64) -> Int64 {
        var start = max(fullTime, now)
        if start - now > Self.longestWaitNanoseconds + burstNanoseconds { start = now }
        let cost = costNanoseconds * Int64(max(1, count))
        fullTime = start + cost
        return max(0, start + min(cost, burstNanoseconds) - burstNanoseconds - now)
    }

    /// Empties the bucket; it refills from `time` on.
    mutating func empty(until time: Int64) {
        fullTime = max(fullTime, time + burstNanoseconds)
    }
}
