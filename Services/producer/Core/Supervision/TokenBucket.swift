import VenueKit

/// Keeps to a `RateLimit`: whoever wants to do something asks how long to wait, and has its place in the queue with that.
///
/// All of it is one time: when the bucket is full again (the generic cell rate algorithm). Times are nanoseconds of one
/// clock.
struct TokenBucket {
    private let costNanoseconds: Int64
    private let burstNanoseconds: Int64
    private var fullTime: Int64 = 0

    /// A place further away than this is of a clock that was set back, and forgotten.
    static let longestWaitNanoseconds: Int64 = 3_600_000_000_000

    /// A full bucket.
    init(_ limit: RateLimit) {
        costNanoseconds = max(1, Int64(limit.milliseconds) * 1_000_000 / Int64(limit.tokens))
        burstNanoseconds = costNanoseconds * Int64(limit.burst)
    }

    /// Takes `count` tokens and answers after how many nanoseconds they may be used. More than the burst is let through
    /// when the bucket is full, and paid for by whoever comes next.
    mutating func reserve(_ count: Int, at now: Int64) -> Int64 {
        var start = max(fullTime, now)
        if start - now > Self.longestWaitNanoseconds + burstNanoseconds { start = now }
        let cost = costNanoseconds * Int64(max(1, count))
        fullTime = start + cost
        return max(0, start + min(cost, burstNanoseconds) - burstNanoseconds - now)
    }

    /// Empties the bucket: from `time` on it fills anew.
    mutating func empty(until time: Int64) {
        fullTime = max(fullTime, time + burstNanoseconds)
    }
}
