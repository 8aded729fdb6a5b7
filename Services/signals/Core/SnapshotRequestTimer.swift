import MarketData

/// When a book that needs a snapshot requests one. Times are nanoseconds of the caller's clock.
struct SnapshotRequestTimer {
    /// The wait for a snapshot that arrives unrequested or that dedup requests.
    static let firstWait: Int64 = 10_000_000_000
    /// The longest wait between two requests; each wait is doubled.
    static let longestWait: Int64 = 300_000_000_000

    /// Why the book needs a snapshot.
    let need: SnapshotNeed
    /// Since when it needs one.
    let since: Int64
    private var next: Int64
    private var wait = Self.firstWait

    /// A book needs a snapshot from now on. If its price leaves the known levels, the book is still complete and the request
    /// must not wait.
    init(_ need: SnapshotNeed, at now: Int64) {
        self.need = need
        since = now
        next = need == .horizon ? now : now &+ Self.firstWait
    }

    /// Whether a request is due; if so, the next one is scheduled.
    mutating func takesRequest(at now: Int64) -> Bool {
        guard now >= next else { return false }
        next = now &+ wait
        wait = min(wait * 2, Self.longestWait)
        return true
    }
}
