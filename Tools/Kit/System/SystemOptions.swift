public import MarketData
import Simulator
public import VenueKit
import Venues

/// What a system on this machine records, and from which parts it is built.
public struct SystemOptions: Sendable {
    /// Where everything is kept: configuration, logs, archive.
    public var directory: String
    /// Recordings to play instead of the synthetic market.
    public var frames: [String]
    /// The playback speed relative to the recording; nil for as fast as possible.
    public var speed: Double?
    /// Steps a second of each synthetic market.
    public var framesPerSecond: Double
    /// The seed of the synthetic markets.
    public var seed: UInt64
    /// Brokers to use instead of the embedded one.
    public var bootstrapServers: String?
    /// Redis to use instead of a private one.
    public var redisURL: String?

    /// The maximum disk space of the spool of one venue and source.
    public var spoolMegabytes = 64
    /// How long dedup waits for a source that is behind.
    public var lagMilliseconds = 2000
    /// The maximum number of waiting documents per channel in dedup.
    public var heldPerChannel = 1000

    /// The remaining options have defaults.
    public init(
        directory: String, frames: [String] = [], speed: Double? = nil, framesPerSecond: Double, seed: UInt64,
        bootstrapServers: String? = nil, redisURL: String? = nil
    ) {
        self.directory = directory
        self.frames = frames
        self.speed = speed
        self.framesPerSecond = framesPerSecond
        self.seed = seed
        self.bootstrapServers = bootstrapServers
        self.redisURL = redisURL
    }

    /// What is recorded of each venue.
    public struct Market: Sendable {
        /// The venue.
        public var venue: any Venue
        /// The kind of market.
        public var product: Product
        /// The venue's spellings.
        public var symbols: [String]
    }

    /// The demonstration's markets: every venue and product, the first two symbols that its simulation lists.
    public var markets: [Market] {
        VenueRegistry.all.flatMap { venue in
            venue.products.map { product in
                let instruments = venue.makeSimulation(for: product).instruments
                return Market(venue: venue, product: product, symbols: instruments.prefix(2).map(\.symbol))
            }
        }.filter { !$0.symbols.isEmpty }
    }

    /// The sources that record each venue.
    public static let sources = ["primary", "replica"]
}
