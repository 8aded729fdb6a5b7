import Simulator
import MarketData
import Runtime
import VenueKit
import Venues

/// What `tapedeck up` was asked for.
struct UpOptions: Sendable {
    /// End by itself after so many seconds; nil runs until Ctrl-C.
    var seconds: Int?
    /// Where everything is kept: configuration, logs, archive.
    var directory: String
    /// Recordings to play instead of the synthetic market.
    var frames: [String]
    /// How many times faster than recorded they are played; nil plays as fast as they are taken.
    var speed: Double?
    /// Steps a second of each synthetic market.
    var framesPerSecond: Double
    /// The seed of the synthetic markets.
    var seed: UInt64
    /// Brokers to use instead of the embedded one.
    var bootstrapServers: String?
    /// Redis to use instead of a private one.
    var redisURL: String?

    /// The most that the spool of one venue and source takes of the disk.
    var spoolMegabytes = 64
    /// How long dedup waits for a source that is behind.
    var lagMilliseconds = 2000
    /// How many documents of a channel dedup keeps meanwhile.
    var heldPerChannel = 1000

    /// What is recorded of each venue.
    struct Market: Sendable {
        var venue: any Venue
        var product: Product
        var symbols: [String]
    }

    /// The demonstration's markets: every venue and product, the first two symbols that its simulation lists.
    var markets: [Market] {
        VenueRegistry.all.flatMap { venue in
            venue.products.map { product in
                let instruments = venue.makeSimulation(for: product).instruments
                return Market(venue: venue, product: product, symbols: instruments.prefix(2).map(\.symbol))
            }
        }.filter { !$0.symbols.isEmpty }
    }

    /// The sources that record each venue.
    static let sources = ["primary", "replica"]
}
