public import WebSocket

/// How a simulator behaves; `tapedeck sim` fills it from its command line.
public struct SimulatorOptions: Sendable {
    /// Where it listens. The defaults take a free port of the loopback interface, without TLS or compression.
    public var server: HTTPServerOptions
    /// The seed of the synthetic markets.
    public var seed: UInt64 = 1
    /// Steps a second of each synthetic market; most steps are one frame for a client that subscribed to everything.
    public var framesPerSecond = 100.0
    /// Folders laid out as `<venue>/<source>/<name>.frames.jsonl[.gz]`, or such files. What they hold is played instead of
    /// the synthetic market of its venue and product; several recordings of one feed one after the other, by name.
    public var frames: [String] = []
    /// Playback is this many times faster than the recording; nil plays as fast as the slowest reader takes it.
    public var speed: Double? = nil
    /// Whether recorded frames go to every connection of their feed, whatever it subscribed to: for recordings of
    /// channels that are subscribed to no more.
    public var ignoresSubscriptions = false
    /// Playback starts when the last subscription is this old, so that a producer's first connection does not start it
    /// before the others are there.
    public var settleMilliseconds: Int64 = 1000
    /// Playback waits this long for the request that a recorded book snapshot in mid-stream answers.
    public var snapshotWaitMilliseconds: Int64 = 10_000
    /// Whether nothing happens until `resume()`.
    public var startsPaused = false
    /// Whether synthetic markets continue without subscribers, as real ones do. Without it, no events are generated that no
    /// client could receive.
    public var runsUnwatched = false
    /// A connection whose send queue is longer than this makes its feed wait.
    public var highWaterBytes = 1 << 20
    /// A connection that makes its feed wait for this long is ended.
    public var slowReaderMilliseconds: Int64 = 30_000
    /// Faults from the start.
    public var faults: [FaultRule] = []

    /// The defaults.
    public init() {
        server = HTTPServerOptions()
        server.webSocket.compresses = false
        // Room above the high-water mark for what one turn sends, and for garbage of ten megabytes.
        server.webSocket.sendQueueBytes = 128 << 20
    }
}
