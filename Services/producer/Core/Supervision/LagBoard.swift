import Synchronization

/// How late each source of a feed is, so that one that falls behind is seen: one for the whole process.
final class LagBoard: Sendable {
    /// A lag that is older than this says nothing any more.
    static let freshNanoseconds: Int64 = 10_000_000_000

    private struct Lag {
        var nanoseconds: Int64
        var time: Int64
    }

    /// By feed, then by source: as many as the configuration names.
    private let lags = Mutex<[String: [String: Lag]]>([:])

    /// Notes a source's lag and answers the least of the others; nil where no other has spoken lately.
    func note(_ lag: Int64, feed: String, source: String, at now: Int64) -> Int64? {
        lags.withLock { lags in
            lags[feed, default: [:]][source] = Lag(nanoseconds: lag, time: now)
            return lags[feed]?.filter { $0.key != source && now - $0.value.time <= Self.freshNanoseconds }
                .map(\.value.nanoseconds).min()
        }
    }
}
