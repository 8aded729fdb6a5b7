/// Chooses one source for a channel whose changes carry no sequence ids, so that two orders of events are never mixed.
///
/// The first source heard is elected; one with a snapshot replaces one that never sent any. Another one takes over with a
/// snapshot of its own once the elected one has been silent for `patience`.
struct Election: Sendable, Hashable {
    /// The source whose documents go out; empty before the first.
    var elected = ""
    /// Whether the elected one began with a snapshot.
    var hasSnapshot = false
    /// When the elected one was heard last, in nanoseconds of the caller's clock.
    var lastHeard: Int64 = 0

    /// When the elected one began, in nanoseconds of the caller's clock.
    var electedTime: Int64 = 0

    /// Whether the elected one has sent changes for longer than `patience` nanoseconds, and never a snapshot.
    func misses(snapshotAt now: Int64, patience: Int64) -> Bool {
        !hasSnapshot && now &- electedTime > patience
    }

    /// What to do with a document.
    enum Judgement {
        case pass
        case duplicate
        /// The elected source is silent, and this one could take over if it sent a snapshot.
        case wantsSnapshot
    }

    /// Judges a document of `source`; `patience` in nanoseconds.
    mutating func judge(source: String, isSnapshot: Bool, now: Int64, patience: Int64) -> Judgement {
        if source == elected {
            lastHeard = now
            hasSnapshot = hasSnapshot || isSnapshot
            return .pass
        }
        let isSilent = now &- lastHeard > patience
        guard elected.isEmpty || (isSnapshot && (isSilent || !hasSnapshot)) else {
            return isSilent ? .wantsSnapshot : .duplicate
        }
        elected = source
        hasSnapshot = isSnapshot
        lastHeard = now
        electedTime = now
        return .pass
    }
}
