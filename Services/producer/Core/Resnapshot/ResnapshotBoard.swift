import Documents
import MarketData

/// Decides which requests for a snapshot are obeyed: each book at most once in an interval. Early requests are combined and
/// obeyed once when the interval is over, because the last snapshot may be older than the new gap.
struct ResnapshotBoard {
    /// Older requests are ignored: the book has moved on, or there was another request since.
    static let maximumAgeNanoseconds: Int64 = 60_000_000_000
    /// The maximum number of remembered books.
    static let maximumBooks = 10_000

    /// A book.
    struct Book: Hashable {
        var product: Product
        var symbol: String
        var channel: String
    }

    /// What to do with a request.
    enum Verdict: Equatable {
        /// Ask the venue.
        case now
        /// Call `due` after so many nanoseconds, and then ask the venue.
        case later(Int64)
        /// Combined with an earlier request for which the venue will be asked.
        case conflated
        /// Too old.
        case stale
    }

    private struct Entry {
        var lastTime: Int64
        var isWaiting = false
    }

    private let intervalNanoseconds: [Product: Int64]
    private var entries: [Book: Entry] = [:]

    /// - Parameter intervalMilliseconds: the minimum time between two snapshots of one book, by product.
    init(intervalMilliseconds: [Product: Int]) {
        intervalNanoseconds = intervalMilliseconds.mapValues { Int64($0) * 1_000_000 }
    }

    /// The number of remembered books.
    var count: Int { entries.count }

    /// Judges a request that arrived at `now`.
    mutating func judge(_ request: ResnapshotRequest, at now: Int64) -> Verdict {
        guard now - request.requestTime.nanoseconds <= Self.maximumAgeNanoseconds else { return .stale }
        let book = Book(product: request.product, symbol: request.symbol, channel: request.channel)
        let interval = intervalNanoseconds[request.product] ?? 0
        guard let entry = entries[book], now - entry.lastTime < interval, now >= entry.lastTime else {
            makeRoom(interval, at: now)
            entries[book] = Entry(lastTime: now)
            return .now
        }
        guard !entry.isWaiting else { return .conflated }
        entries[book]?.isWaiting = true
        return .later(entry.lastTime + interval - now)
    }

    /// The time of a request that had to wait has come.
    mutating func due(_ request: ResnapshotRequest, at now: Int64) {
        let book = Book(product: request.product, symbol: request.symbol, channel: request.channel)
        entries[book] = Entry(lastTime: now)
    }

    /// Removes expired entries once there are many; if that is not enough, removes all entries that do not wait.
    private mutating func makeRoom(_ interval: Int64, at now: Int64) {
        guard entries.count >= Self.maximumBooks else { return }
        entries = entries.filter { $0.value.isWaiting || now - $0.value.lastTime < interval }
        guard entries.count >= Self.maximumBooks else { return }
        entries = entries.filter { $0.value.isWaiting }
        if entries.count >= Self.maximumBooks { entries = [:] }
    }
}
