/// Computes the wait before the next attempt. The wait doubles each time up to a cap. Jitter keeps connections that broke
/// together from reconnecting together.
public struct Backoff: Sendable {
    private let firstMilliseconds: Int
    private let capMilliseconds: Int
    private var attempts = 0

    /// The first wait is at most `firstMilliseconds`, and no wait is longer than `capMilliseconds`.
    public init(firstMilliseconds: Int = 500, capMilliseconds: Int = 30_000) {
        self.firstMilliseconds = firstMilliseconds
        self.capMilliseconds = capMilliseconds
    }

    /// The number of calls to `next` since the last success.
    public var failures: Int { attempts }

    /// The wait before the next attempt, in milliseconds: a random value between half of the doubled time and all of it.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
        let doubled = min(capMilliseconds, firstMilliseconds << min(attempts, 16))
        attempts += 1
        return Int.random(in: doubled / 2...doubled, using: &generator)
    }

    /// Records a success: the next wait is the first one again.
    public mutating func reset() { attempts = 0 }
}
