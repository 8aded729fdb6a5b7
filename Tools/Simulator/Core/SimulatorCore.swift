import MarketData
import VenueKit

/// The simulator without sockets and clock: it receives events with their times, and returns actions.
///
/// The same calls with the same times give the same actions.
struct SimulatorCore: Sendable {
    let options: SimulatorOptions
    let venues: [any Venue]
    var feeds: [FeedKey: Feed] = [:]
    /// By number, in the order of creation. They are iterated in sorted order, so that nothing depends on hashing.
    var connections: [Int: SimulatedConnection] = [:]
    var faults = FaultInjector()
    /// The pace of new feeds.
    var framesPerSecond: Double
    /// Whether new feeds start paused.
    var startsPaused: Bool
    /// The pending actions, in order.
    var actions: [SimulatorAction] = []
    /// The bytes returned since the last `advance` began, by connection. The server's queue size does not include them yet.
    var handedOut: [Int: Int] = [:]
    private var nextTick = Timestamp(nanoseconds: 0)
    /// The recordings that replace markets.
    private let recordings: [FeedKey: Recording]

    /// The interval of the sessions' ticks, for heartbeats.
    static let tickNanoseconds: Int64 = 100_000_000
    /// The maximum number of frames played in one turn, so that other work is not delayed.
    static let framesPerTurn = 20_000

    /// Reads the recordings in the options.
    init(options: SimulatorOptions, venues: [any Venue]) throws(SimulatorError) {
        self.options = options
        self.venues = venues
        framesPerSecond = options.framesPerSecond
        startsPaused = options.startsPaused
        for rule in options.faults { faults.add(rule) }
        recordings = try RecordingFolder.read(options.frames, venues: venues)
    }

    /// Creates the feed of a venue and product if it does not exist; returns false if there is no such venue or product.
    mutating func ensureFeed(_ key: FeedKey, _ time: Timestamp) -> Bool {
        guard feeds[key] == nil else { return true }
        guard let venue = venues.first(where: { $0.name == key.venue }), venue.products.contains(key.product) else {
            return false
        }
        let simulation = venue.makeSimulation(for: key.product)
        let source: Feed.Source
        if let recording = recordings[key] {
            source = .playback(
                Playback(
                    recording: recording, speed: options.speed,
                    snapshotWaitMilliseconds: options.snapshotWaitMilliseconds))
        } else {
            let seed = options.seed &+ Self.seedOffset(key)
            source = .market(SyntheticMarket(instruments: simulation.instruments, seed: seed, time: time))
        }
        feeds[key] = Feed(
            key: key, simulation: simulation, source: source, framesPerSecond: framesPerSecond, isPaused: startsPaused)
        return true
    }

    /// Gives each market a different seed.
    private static func seedOffset(_ key: FeedKey) -> UInt64 {
        key.name.utf8.reduce(0) { ($0 &* 0x100_0000_01B3) ^ UInt64($1) }
    }

    /// Returns and removes the pending actions.
    mutating func takeActions() -> [SimulatorAction] {
        let taken = actions
        actions.removeAll(keepingCapacity: true)
        return taken
    }

    /// The connections of a feed, in the order of creation.
    func connections(of key: FeedKey) -> [Int] {
        connections.values.filter { $0.feed == key && !$0.isEnding }.map(\.number).sorted()
    }
}

// MARK: - Time

extension SimulatorCore {
    /// Advances the time, and sends the frames that are due.
    ///
    /// - Parameter queued: the bytes in a connection's send queue.
    mutating func advance(to time: Timestamp, queued: (Int) -> Int) {
        handedOut.removeAll(keepingCapacity: true)
        releaseDelayed(time)
        endOld(time)
        if time >= nextTick {
            nextTick = Timestamp(nanoseconds: time.nanoseconds + Self.tickNanoseconds)
            tickSessions(time)
        }
        for key in feeds.keys.sorted(by: { $0.name < $1.name }) { advance(key, time, queued) }
    }

    private mutating func advance(_ key: FeedKey, _ time: Timestamp, _ queued: (Int) -> Int) {
        guard var feed = feeds[key] else { return }
        let subscribed = connections(of: key).filter { connections[$0]?.session.isSubscribed ?? false }
        let isBlocked = noteFullQueues(subscribed, time, queued)
        if isBlocked { feed.waits += 1 }
        switch feed.source {
        case .market:
            // Without a reader, or with a slow one, the market pauses and does not catch up later.
            guard !feed.isPaused, !isBlocked, options.runsUnwatched || !subscribed.isEmpty else {
                feed.lastAdvance = nil
                feed.carry = 0
                feeds[key] = feed
                return
            }
            let steps = feed.dueSteps(at: time)
            feeds[key] = feed
            step(key, count: steps, time, connections(of: key))
        case .playback:
            feeds[key] = feed
            if !isBlocked { play(key, subscribed, time, queued) }
        }
    }

    /// Whether a connection of the feed has more to send than it can take. A connection that makes no progress for too long is
    /// ended.
    private mutating func noteFullQueues(_ numbers: [Int], _ time: Timestamp, _ queued: (Int) -> Int) -> Bool {
        var isBlocked = false
        for number in numbers {
            guard queued(number) > options.highWaterBytes else {
                connections[number]?.fullSince = nil
                continue
            }
            let since = connections[number]?.fullSince ?? time
            connections[number]?.fullSince = since
            if time.nanoseconds - since.nanoseconds > options.slowReaderMilliseconds * 1_000_000 {
                // 1008 is a policy violation by the peer, RFC 6455, section 7.4.1.
                end(number, .close(connection: number, code: 1008))
            } else {
                isBlocked = true
            }
        }
        return isBlocked
    }

    private mutating func tickSessions(_ time: Timestamp) {
        var sink = FrameSink()
        for number in connections.keys.sorted() {
            connections[number]?.session.tick(time: time, into: &sink)
            let code = sink.closeCode
            for frame in sink.takeFrames() { sendControl(frame, to: number, time) }
            if let code { end(number, .close(connection: number, code: code)) }
        }
    }
}
