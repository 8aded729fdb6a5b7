public import MarketData
import VenueKit

/// A venue's protocol from the server's side, so that the simulator can replace the venue.
///
/// As in `Venue`, implementations are pure: no socket, no clock, no randomness. The simulator's library has those.
public protocol VenueSimulation: Sendable {
    /// The instruments of the synthetic market.
    var instruments: [SyntheticInstrument] { get }

    /// The server side of one WebSocket connection; nil if the venue has no such path (the upgrade gets 404).
    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)?

    /// The answer to a REST request about the synthetic market.
    func respond(to request: SimulationRequest, market: any SyntheticMarketView, time: Timestamp) -> SimulationResponse

    /// The kind of a recorded WebSocket frame, so that it reaches its subscribers.
    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind

    /// The stream of a book snapshot over REST, if the venue has such snapshots; nil for any other request. `target` is path
    /// and query.
    func snapshotStream(_ target: String) -> RecordedStream?

    /// The product of a recording, or of the body of one recorded answer; nil if unknown.
    ///
    /// - Parameters:
    ///   - address: where it was recorded, with path and query; empty if unknown.
    ///   - file: the path of the recording.
    ///   - symbol: a symbol that occurs in its frames; empty if there is none.
    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product?
}

extension VenueSimulation {
    /// Most venues send their snapshots over the WebSocket.
    public func snapshotStream(_ target: String) -> RecordedStream? { nil }
}
