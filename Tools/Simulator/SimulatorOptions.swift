public import WebSocket

/// The options of a simulator; `tapedeck sim` fills them from its command line.
public struct SimulatorOptions: Sendable {
    /// The server's options. The defaults use a free port of the loopback interface, without TLS or compression.
    public var server: HTTPServerOptions
    /// The seed of the synthetic markets.
    public var seed: UInt64 = 1
    /// The steps per second of each synthetic market; most steps are one frame for a client that has subscribed to everything.
    public var framesPerSecond = 100.0
    /// Folders with the layout `<venue>/<source>/<name>.frames.jsonl[.gz]`, or such files. A recording replaces the synthetic
    /// market of its venue and product; several recordings of one feed are played one after the other, by name.
    public var frames: [String] = []
    /// The factor by which playback is faster than the recording; nil to play as fast as the slowest reader.
    public var speed: Double? = nil
    /// Whether recorded frames go to every connection of their feed, regardless of its subscriptions; for recordings of
    /// channels that are no longer subscribed to.
    public var ignoresSubscriptions = false
    /// Playback starts this long after the last subscription, so that a producer's first connection does not start it before
    /// the other connections are open.
    public var settleMilliseconds: Int64 = 1000
    /// How long playback waits for the request that a recorded book snapshot in mid-stream answers.
    public var snapshotWaitMilliseconds: Int64 = 10_000
    /// Whether it starts paused, until `resume()`.
    public var startsPaused = false
    /// Whether synthetic markets continue without subscribers, as real ones do. Without it, no events are generated that no
    /// client could receive.
    public var runsUnwatched = false
    /// The size of a connection's send queue above which its feed waits.
    public var highWaterBytes = 1 << 20
    /// How long a connection may make its feed wait before it is ended.
    public var slowReaderMilliseconds: Int64 = 30_000
    /// The initial faults.
    public var faults: [FaultRule] = []

    /// The defaults.
    public init() {
        server = HTTPServerOptions()
        server.webSocket.compresses = false
        // There is room above the high-water mark for the frames of one turn, and for ten megabytes of garbage.
        server.webSocket.sendQueueBytes = 128 << 20
    }
}
