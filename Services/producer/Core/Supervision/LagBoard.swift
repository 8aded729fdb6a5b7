import Synchronization

/// The delay of each source of a feed, to detect one that falls behind. There is one for the whole process.
final class LagBoard: Sendable {
    /// An older delay is ignored.
    static let freshNanoseconds: Int64 = 10_000_000_000

    private struct Lag {
        var nanoseconds: Int64
        var time: Int64
    }

    /// By feed, then by source; bounded by the configuration.
    private let lags = Mutex<[String: [String: Lag]]>([:])

    /// Stores a source's delay and returns the smallest of the others; nil if no other is recent.
    func note(_ lag: Int64, feed: String, source: String, at now: Int64) -> Int64? {
        lags.withLock { lags in
            lags[feed, default: [:]][source] = Lag(nanoseconds: lag, time: now)
            return lags[feed]?.filter { $0.key != source && now - $0.value.time <= Self.freshNanoseconds }
                .map(\.value.nanoseconds).min()
        }
    }
}
