/// How long to wait before the next attempt: twice as long each time up to a cap, spread by chance so that many
/// connections that broke together do not come back together.
public struct Backoff: Sendable {
    private let firstMilliseconds: Int
    private let capMilliseconds: Int
    private var attempts = 0

    /// Makes one whose first wait is at most `firstMilliseconds`, and none longer than `capMilliseconds`.
    public init(firstMilliseconds: Int = 500, capMilliseconds: Int = 30_000) {
        self.firstMilliseconds = firstMilliseconds
        self.capMilliseconds = capMilliseconds
    }

    /// How often `next` was asked since the last success.
    public var failures: Int { attempts }

    /// The wait before the next attempt, between half of and the whole of the doubled time.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
        let doubled = min(capMilliseconds, firstMilliseconds << min(attempts, 16))
        attempts += 1
        return Int.random(in: doubled / 2...doubled, using: &generator)
    }

    /// Takes note of a success.
    public mutating func reset() { attempts = 0 }
}
