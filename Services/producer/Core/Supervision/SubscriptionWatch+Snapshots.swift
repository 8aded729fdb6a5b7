import VenueKit

/// Snapshots: when to request them over REST, and which have arrived.
extension SubscriptionWatch {
    /// The snapshots to request over REST at `now`; they then count as requested.
    ///
    /// - of channels that have sent something since before the last subscription was sent;
    /// - of quiet channels: if nothing changes, any snapshot is valid;
    /// - of channels whose answer has not arrived for so long that the request must have been lost.
    mutating func snapshotsDue(at now: Int64) -> [Int] {
        guard isStarted else { return [] }
        var due: [Int] = []
        for index in entries.indices where due.count < Self.askedAtOnce {
            guard case .request = channels[index].snapshot, let since = entries[index].awaitsSince else { continue }
            if let requestTime = entries[index].requestTime {
                guard now - requestTime > Self.longestSnapshotWaitNanoseconds else { continue }
            } else {
                guard entries[index].isFlowing || now - since > snapshotWait else { continue }
            }
            entries[index].requestTime = now
            due.append(index)
        }
        return due
    }

    /// The next channel whose last snapshot over REST is too old; it then counts as requested.
    mutating func oldSnapshot(at now: Int64) -> Int? {
        guard isStarted, let snapshotIntervals else { return nil }
        let index = entries.indices.first { index in
            guard entries[index].awaitsSince == nil, !entries[index].isRefused,
                let time = entries[index].snapshotTime
            else { return false }
            return now - time >= snapshotIntervals[index]
        }
        if let index { request(index, at: now) }
        return index
    }

    /// A snapshot is requested over REST immediately, because the channel has sent something or the snapshot was explicitly
    /// requested.
    mutating func request(_ index: Int, at now: Int64) {
        setAwaited(index, since: now)
        entries[index].requestTime = now
    }

    /// A frame was a snapshot.
    mutating func sawSnapshot(_ index: Int) {
        setAwaited(index, since: nil)
        entries[index].snapshotAttempts = 0
    }

    /// A REST request was answered successfully.
    mutating func answered(_ text: String, at now: Int64) {
        for index in channels.indices {
            if case .request(let request) = channels[index].snapshot, request.text == text {
                setAwaited(index, since: nil)
                entries[index].requestTime = nil
                entries[index].snapshotTime = now
                entries[index].snapshotAttempts = 0
            }
        }
    }

    // MARK: - Refusals

    /// The venue refuses the channel, so nothing is expected from it.
    mutating func refuse(_ index: Int) {
        entries[index].isRefused = true
        setAwaited(index, since: nil)
        entries[index].requestTime = nil
    }

    /// Whether any channel is refused.
    var hasRefusals: Bool { entries.contains(where: \.isRefused) }

    /// The venue has accepted a refused channel, which now begins.
    mutating func restore(_ index: Int, at now: Int64) {
        guard entries[index].isRefused else { return }
        let frames = entries[index].frames
        setAwaited(index, since: nil)
        entries[index] = Entry(lastHeard: now)
        entries[index].frames = frames
        if channels[index].snapshot != .none { setAwaited(index, since: now) }
    }
}
