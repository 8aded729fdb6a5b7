/// Chooses one source for a channel whose changes have no sequence ids, so that changes of two sources are never mixed.
///
/// The first source is elected. A source with a snapshot replaces one that never sent any. Another source takes over with its
/// own snapshot when the elected one has been silent for `patience`.
struct Election: Sendable, Hashable {
    /// The source whose documents are published; empty before the first.
    var elected = ""
    /// Whether the elected source began with a snapshot.
    var hasSnapshot = false
    /// When the elected source last sent a document, in nanoseconds of the caller's clock.
    var lastHeard: Int64 = 0

    /// When the source was elected, in nanoseconds of the caller's clock.
    var electedTime: Int64 = 0

    /// Whether the elected source has sent changes for longer than `patience` nanoseconds but no snapshot.
    func misses(snapshotAt now: Int64, patience: Int64) -> Bool {
        !hasSnapshot && now &- electedTime > patience
    }

    /// The decision about a document.
    enum Judgement {
        case pass
        case duplicate
        /// The elected source is silent, and this one could take over if it sent a snapshot.
        case wantsSnapshot
    }

    /// Decides about a document of `source`; `patience` is in nanoseconds.
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
