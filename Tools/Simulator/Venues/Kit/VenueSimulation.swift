public import MarketData
import VenueKit

/// What a venue must provide so that the simulator can stand in for it: its protocol from the server's side.
///
/// Everything here is pure, as in `Venue`: no socket, no clock, no randomness. The simulator's library holds those.
public protocol VenueSimulation: Sendable {
    /// What the synthetic market lists.
    var instruments: [SyntheticInstrument] { get }

    /// The server's side of one WebSocket connection; nil where the venue has no such path (the upgrade gets 404).
    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)?

    /// The answer to a REST request about the synthetic market.
    func respond(to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp) -> SimulationResponse

    /// What a recorded WebSocket frame is, so that it reaches those who subscribed to it.
    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind

    /// The stream that a REST request's book snapshot belongs to, where the venue has such snapshots; nil for any other
    /// request. `target` is path and query.
    func snapshotStream(_ target: String) -> RecordedStream?

    /// The kind of market that a recording, or the body of one recorded answer, is of; nil when nothing tells.
    ///
    /// - Parameters:
    ///   - address: where it was recorded, with path and query; empty where that is not known.
    ///   - file: the path of the recording.
    ///   - symbol: a symbol that it has frames of; empty where there is none.
    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product?
}

extension VenueSimulation {
    /// Most venues send their snapshots over the WebSocket.
    public func snapshotStream(_ target: String) -> RecordedStream? { nil }
}
