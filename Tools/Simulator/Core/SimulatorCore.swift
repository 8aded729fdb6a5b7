import MarketData
import VenueKit

/// The simulator without sockets and clock: what happens goes in with its time, what is to be done comes out.
///
/// The same calls with the same times give the same actions.
struct SimulatorCore: Sendable {
    let options: SimulatorOptions
    let venues: [any Venue]
    var feeds: [FeedKey: Feed] = [:]
    /// By their numbers, which are given out in order: iterated sorted, so that nothing depends on hashing.
    var connections: [Int: SimulatedConnection] = [:]
    var faults = FaultInjector()
    /// The pace of feeds that are made from now on.
    var framesPerSecond: Double
    /// Whether feeds that are made from now on begin paused.
    var startsPaused: Bool
    /// What is to be done, in order.
    var actions: [SimulatorAction] = []
    /// Bytes handed out since the last `advance` began, by connection: not yet in the server's queue count.
    var handedOut: [Int: Int] = [:]
    private var nextTick = Timestamp(nanoseconds: 0)
    /// The recordings that take the place of markets.
    private let recordings: [FeedKey: Recording]

    /// How often sessions are asked for heartbeats.
    static let tickNanoseconds: Int64 = 100_000_000
    /// Frames played in one turn at most, so that other work gets its turn.
    static let framesPerTurn = 20_000

    /// Makes the simulator of `venues`, reading the recordings that the options name.
    init(options: SimulatorOptions, venues: [any Venue]) throws(SimulatorError) {
        self.options = options
        self.venues = venues
        framesPerSecond = options.framesPerSecond
        startsPaused = options.startsPaused
        for rule in options.faults { faults.add(rule) }
        recordings = try RecordingFolder.read(options.frames, venues: venues)
    }

    /// The feed of a venue and product, made when it is first asked for; nil where there is no such venue or product.
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

    /// Tells the markets of one seed apart.
    private static func seedOffset(_ key: FeedKey) -> UInt64 {
        key.name.utf8.reduce(0) { ($0 &* 0x100_0000_01B3) ^ UInt64($1) }
    }

    /// Hands out what is to be done.
    mutating func takeActions() -> [SimulatorAction] {
        let taken = actions
        actions.removeAll(keepingCapacity: true)
        return taken
    }

    /// The connections of a feed, in the order in which they were made.
    func connections(of key: FeedKey) -> [Int] {
        connections.values.filter { $0.feed == key && !$0.isEnding }.map(\.number).sorted()
    }
}

// MARK: - Time

extension SimulatorCore {
    /// Lets time pass: frames that are due are sent.
    ///
    /// - Parameter queued: bytes that wait in a connection's send queue.
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
            // Without a reader, or with a slow one, the market pauses, and does not catch up later.
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

    /// Whether a connection of the feed has more to send than it takes. One that does not move for too long is ended.
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
                // 1008: the peer broke a policy, RFC 6455, section 7.4.1.
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
