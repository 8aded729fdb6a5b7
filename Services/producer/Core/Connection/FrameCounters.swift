import Runtime

/// The counters for every frame of a connection.
struct FrameCounters: Sendable {
    let frames: Counter
    let bytes: Counter

    /// Counts one frame.
    func received(bytes count: Int) {
        frames.increment()
        bytes.increment(by: count)
    }
}
