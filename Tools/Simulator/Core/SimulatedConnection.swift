import MarketData
import VenueKit

/// One WebSocket connection as the core sees it.
struct SimulatedConnection: Sendable {
    /// The server's number of it.
    let number: Int
    /// What it is connected to.
    let feed: FeedKey
    /// The label in its address, so that faults can be aimed at one source: empty without one.
    let label: String
    /// The venue's side of it.
    var session: any VenueSimulationSession
    /// Frames of market data sent.
    var framesSent = 0
    /// A frame that waits for the next one to overtake it, and since when.
    var held: (since: Timestamp, frame: [UInt8])?
    /// Frames that wait for a moment, in order; while there are any, later frames queue behind.
    var delayed: [(due: Timestamp, frame: [UInt8])] = []
    /// Until when nothing is sent.
    var silentUntil = Timestamp(nanoseconds: 0)
    /// When the venue closes it; nil when it does not.
    var endTime: Timestamp?
    /// Since when its send queue is full; nil when it is not.
    var fullSince: Timestamp?
    /// Whether its end has been asked for.
    var isEnding = false
}
