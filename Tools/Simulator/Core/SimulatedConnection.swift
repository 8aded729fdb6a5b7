import MarketData
import VenueKit

/// The core's state of one WebSocket connection.
struct SimulatedConnection: Sendable {
    /// The connection's number in the server.
    let number: Int
    /// The feed that it is connected to.
    let feed: FeedKey
    /// The label in its address, so that faults can affect a single source; empty if there is none.
    let label: String
    /// The session on the venue's side.
    var session: any VenueSimulationSession
    /// The number of market data frames sent.
    var framesSent = 0
    /// A frame that waits to be overtaken by the next one, and since when.
    var held: (since: Timestamp, frame: [UInt8])?
    /// Frames that wait for their time, in order; while there are any, later frames queue behind them.
    var delayed: [(due: Timestamp, frame: [UInt8])] = []
    /// Nothing is sent before this time.
    var silentUntil = Timestamp(nanoseconds: 0)
    /// When the venue closes it; nil for never.
    var endTime: Timestamp?
    /// Since when its send queue is full; nil if it is not.
    var fullSince: Timestamp?
    /// Whether it has been told to end.
    var isEnding = false
}
