import VenueKit
import WebSocket

/// Sends frames to the venue within its rate limit.
extension VenueSession {
    /// Queues frames that go out together.
    func send(_ frames: [String], isUrgent: Bool = false) {
        queue(frames, isUrgent: isUrgent)
        pump()
    }

    /// Queues frames without sending any yet.
    func queue(_ frames: [String], isUrgent: Bool = false) {
        guard !sends.append(frames, isUrgent: isUrgent) else { return }
        context.facts.queueFull(plan.name, queue: "frames")
    }

    /// Sends as many frames as the limit allows.
    func pump() {
        guard case .open(let connection, _) = state, !isSending else { return }
        while true {
            switch sends.next(at: context.now()) {
            case .send(let frames):
                do throws(WebSocketError) {
                    for frame in frames { try connection.send(frame) }
                } catch {
                    return connection.abort()
                }
            case .wait(let nanoseconds):
                isSending = true
                return schedule(nanoseconds: nanoseconds) { [self] in
                    isSending = false
                    pump()
                }
            case .idle:
                // This is reported once, when all subscriptions have been sent.
                return subscribed()
            }
        }
    }
}
