import MarketData
import VenueKit

/// One venue and product at work: a market or a playback, and its pace.
struct Feed: Sendable {
    /// Where frames come from.
    enum Source: Sendable {
        /// A seeded market.
        case market(SyntheticMarket)
        /// A recording.
        case playback(Playback)
    }

    let key: FeedKey
    let simulation: any VenueSimulation
    var source: Source
    /// Steps a second of a market.
    var framesPerSecond: Double
    var isPaused: Bool
    /// What was made, by symbol.
    var truth: [SymbolTruth]
    /// Up to when the market has been stepped.
    var lastAdvance: Timestamp?
    /// The part of a step that is due.
    var carry = 0.0
    /// When a connection subscribed last.
    var lastSubscription: Timestamp?
    /// Times that a full send queue made the feed wait.
    var waits = 0
    /// Requests for snapshots that playback has not reached, with the item that answers them.
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

    /// The market, where it is one.
    var market: SyntheticMarket? {
        if case .market(let market) = source { market } else { nil }
    }

    /// Steps that are due at `time`: by the rate, a quarter of a second's worth at most, so that a pause of the machine is
    /// no burst.
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
