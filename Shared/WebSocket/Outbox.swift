/// The frames that wait for being sent, first in first out, with a limit in bytes.
struct Outbox {
    let limitBytes: Int
    private(set) var queuedBytes = 0
    private(set) var isFinished = false
    private var frames: [OutgoingFrame?] = []
    private var head = 0

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    var isEmpty: Bool { head == frames.count }

    /// Returns whether the queue was empty, that is whether the loop must be told.
    mutating func append(_ frame: OutgoingFrame) throws(WebSocketError) -> Bool {
        guard !isFinished else { throw .notOpen }
        guard queuedBytes + frame.count <= limitBytes else { throw .sendQueueFull(limitBytes: limitBytes) }
        return push(frame)
    }

    /// Appends the last frame; there is always room for it. Returns false where an end is queued already.
    mutating func finish(with frame: OutgoingFrame) -> Bool {
        guard !isFinished else { return false }
        isFinished = true
        _ = push(frame)
        return true
    }

    mutating func next() -> OutgoingFrame? {
        guard head < frames.count, let frame = frames[head] else { return nil }
        frames[head] = nil
        head += 1
        queuedBytes -= frame.count
        if head == frames.count {
            frames.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024, head * 2 > frames.count {
            frames.removeSubrange(..<head)
            head = 0
        }
        return frame
    }

    /// Forgets all that is queued and takes nothing more.
    mutating func discard() {
        isFinished = true
        frames = []
        head = 0
        queuedBytes = 0
    }

    private mutating func push(_ frame: OutgoingFrame) -> Bool {
        let wasEmpty = isEmpty
        frames.append(frame)
        queuedBytes += frame.count
        return wasEmpty
    }
}
