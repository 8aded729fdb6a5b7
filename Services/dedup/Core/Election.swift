/// Chooses one source for a channel whose changes carry no sequence ids, so that two orders of events are never mixed.
///
/// The first source that sends a snapshot is elected. Another one takes over with a snapshot of its own once the elected
/// one has been silent for `patience`.
struct Election {
    private let patience: Int64
    private var elected: String?
    private var lastHeard: Int64 = 0

    /// `patience` in nanoseconds.
    init(patience: Int64) {
        self.patience = patience
    }

    /// Whether a document of `source` goes out.
    mutating func admits(source: String, isSnapshot: Bool, now: Int64) -> Bool {
        if source == elected {
            lastHeard = now
            return true
        }
        guard elected == nil || (isSnapshot && now - lastHeard > patience) else { return false }
        elected = source
        lastHeard = now
        return true
    }
}
