public import MarketData
import ProducerCore
public import Simulator
public import Spool
public import VenueKit
import Venues

/// What a test's pipeline records, and from what.
public struct PipelineOptions: Sendable {
    /// One product of a venue.
    public struct Market: Sendable {
        /// The venue.
        public var venue: any Venue
        /// The kind of market.
        public var product: Product
        /// The venue's spellings, or `all` alone.
        public var symbols: [String]
        /// Kinds of event; empty means all that the venue has.
        public var kinds: [EventKind]
        /// Levels of the book to subscribe to; nil takes the venue's best.
        public var bookDepth: Int?

        /// Makes a market.
        public init(
            _ venue: any Venue, _ product: Product, symbols: [String], kinds: [EventKind] = [], bookDepth: Int? = nil
        ) {
            self.venue = venue
            self.product = product
            self.symbols = symbols
            self.kinds = kinds
            self.bookDepth = bookDepth
        }
    }

    /// What is recorded.
    public var markets: [Market]
    /// The ways to it, each with a producer of its own.
    public var sources = ["primary"]
    /// The simulator that replaces the venues.
    public var simulation = SimulatorOptions()
    /// Partitions of the topics that carry much.
    public var partitions = 2
    /// Copies of each partition.
    public var replication = 1
    /// Brokers instead of an embedded one.
    public var bootstrapServers: String?
    /// Leads a part another way to what it connects to, such as through a proxy: takes its name (a source's, or `signals`)
    /// and the port on loopback, and answers the port to use.
    public var route: @Sendable (_ part: String, _ port: Int) throws -> Int = { $1 }
    /// How to enter there.
    public var kafkaProperties: [String: String] = [:]
    /// PEM file of the authorities that the producers trust instead of the system's.
    public var caFile: String?
    /// Whether producers, normalizer and dedup are processes, which a restart kills by SIGKILL.
    public var killsServices = false
    /// Ends the names of consumer groups, so that tests on one Kafka do not meet.
    public var groupSuffix = ""
    /// Whether the archiver runs too.
    public var archives = false
    /// Whether alerts run too, without channels.
    public var alerts = false
    /// How long dedup holds back; nil is its default.
    public var holdMilliseconds: Int?

    /// Where producers keep what Kafka has not acknowledged; nil takes a folder of the run's own.
    public var spool: SpoolConfig?

    /// Makes options for these markets.
    public init(_ markets: [Market]) {
        self.markets = markets
        // Little lies between the simulator and the producers, so that a pause is felt at once.
        simulation.highWaterBytes = 64 << 10
        simulation.settleMilliseconds = 200
    }

    /// Every product of every venue, with the first symbols that its simulation lists.
    public static func everything(symbols count: Int = 2) -> [Market] {
        VenueRegistry.all.flatMap { venue in
            venue.products.map { product in
                let instruments = venue.makeSimulation(for: product).instruments
                return Market(venue, product, symbols: instruments.prefix(count).map(\.symbol))
            }
        }.filter { !$0.symbols.isEmpty }
    }
}
