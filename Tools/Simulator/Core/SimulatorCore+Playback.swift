import MarketData
import VenueKit

extension SimulatorCore {
    /// Plays the due frames of a recording to their subscribers.
    mutating func play(_ key: FeedKey, _ numbers: [Int], _ time: Timestamp, _ queued: (Int) -> Int) {
        guard var feed = feeds[key], case .playback(var playback) = feed.source, !feed.isPaused else { return }
        let isSettled = feed.lastSubscription.map {
            time.nanoseconds - $0.nanoseconds >= options.settleMilliseconds * 1_000_000
        }
        if !numbers.isEmpty, isSettled ?? false { playback.start(at: time) }
        // Playback pauses without a reader.
        let audience = options.ignoresSubscriptions ? connections(of: key) : numbers
        guard !playback.isStarted || !audience.isEmpty else { return }
        func wants(_ target: String) -> Bool {
            guard let stream = feed.simulation.snapshotStream(target) else { return false }
            return audience.contains { connections[$0]?.session.subscribes(to: stream) ?? false }
        }
        turn: for _ in 0..<Self.framesPerTurn {
            switch playback.next(at: time, wants: wants) {
            case .wait: break turn
            case .passed(let item):
                playback.advance()
                feed.pending.removeAll { pending in
                    guard pending.item == item else { return false }
                    respond(pending.request, playback.recording.frame(item))
                    return true
                }
            case .frame(let item, let stream):
                let takers = audience.filter {
                    options.ignoresSubscriptions || connections[$0]?.session.subscribes(to: stream) ?? false
                }
                if takers.contains(where: { queued($0) + handedOut[$0, default: 0] > options.highWaterBytes }) {
                    // The slowest reader sets the pace; the lost time is not caught up.
                    feed.waits += 1
                    playback.restartClock(at: time)
                    break turn
                }
                playback.advance()
                if takers.isEmpty { playback.skipped += 1 } else { playback.played += 1 }
                let frame = playback.recording.frame(item)
                for number in takers { _ = sendMarketData(frame, to: number, time) }
            }
        }
        feed.source = .playback(playback)
        feeds[key] = feed
    }

    mutating func respond(_ request: Int, _ body: [UInt8], status: Int = 200, retryAfterSeconds: Int? = nil) {
        actions.append(
            .respond(request: request, status: status, body: body, retryAfterSeconds: retryAfterSeconds))
    }
}
