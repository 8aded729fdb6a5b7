import MarketData
import VenueKit

/// The state of one venue and product: a market or a playback, and its pace.
struct Feed: Sendable {
    /// The source of the frames.
    enum Source: Sendable {
        /// A seeded market.
        case market(SyntheticMarket)
        /// A recording.
        case playback(Playback)
    }

    let key: FeedKey
    let simulation: any VenueSimulation
    var source: Source
    /// The steps per second of a market.
    var framesPerSecond: Double
    var isPaused: Bool
    /// The generated events, by symbol.
    var truth: [SymbolTruth]
    /// The time of the market's last step.
    var lastAdvance: Timestamp?
    /// The fraction of a step that is due.
    var carry = 0.0
    /// When a connection last subscribed.
    var lastSubscription: Timestamp?
    /// How often a full send queue made the feed wait.
    var waits = 0
    /// Requests for snapshots that playback has not reached, with the item that will answer them.
    var pending: [(request: Int, item: Int)] = []

    init(
        key: FeedKey, simulation: any VenueSimulation, source: Source, framesPerSecond: Double, isPaused: Bool
    ) {
        self.key = key
        self.simulation = simulation
        self.source = source
        self.framesPerSecond = framesPerSecond
        self.isPaused = isPaused
        truth = Array(repeating: SymbolTruth(), count: simulation.instruments.count)
    }

    /// The market; nil for a playback.
    var market: SyntheticMarket? {
        if case .market(let market) = source { market } else { nil }
    }

    /// The number of steps due at `time` according to the rate. It is limited to a quarter of a second, so that a pause of the
    /// machine causes no burst.
    mutating func dueSteps(at time: Timestamp) -> Int {
        let last = lastAdvance ?? time
        lastAdvance = time
        let elapsed = Double(time.nanoseconds - last.nanoseconds) / 1e9
        carry = min(carry + elapsed * framesPerSecond, max(1, framesPerSecond / 4))
        let steps = Int(carry)
        carry -= Double(steps)
        return steps
    }
}
