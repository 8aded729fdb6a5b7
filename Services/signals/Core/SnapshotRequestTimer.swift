import MarketData

/// When a book that wants a snapshot asks for one. Times are nanoseconds of the caller's clock.
struct SnapshotRequestTimer {
    /// How long the snapshot that comes by itself, or that dedup asks for, is waited for.
    static let firstWait: Int64 = 10_000_000_000
    /// The longest wait between two requests; each is twice the one before.
    static let longestWait: Int64 = 300_000_000_000

    /// Why it is wanted.
    let need: SnapshotNeed
    /// Since when.
    let since: Int64
    private var next: Int64
    private var wait = Self.firstWait

    /// A book wants a snapshot from now on. One whose price leaves what is known is whole still, and must not wait.
    init(_ need: SnapshotNeed, at now: Int64) {
        self.need = need
        since = now
        next = need == .horizon ? now : now &+ Self.firstWait
    }

    /// Whether a request is due; the next one is put off then.
    mutating func takesRequest(at now: Int64) -> Bool {
        guard now >= next else { return false }
        next = now &+ wait
        wait = min(wait * 2, Self.longestWait)
        return true
    }
}
