public import MarketData
import VenueKit

/// The server side of one WebSocket connection: its subscriptions and session state.
public protocol VenueSimulationSession: Sendable {
    /// Whether anything is subscribed.
    var isSubscribed: Bool { get }

    /// Answers a frame of the client: acknowledgements, errors, pongs, and snapshots if the venue starts with one.
    ///
    /// - Parameter market: nil while a recording is played, because it contains the snapshots.
    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink)

    /// Writes the frames of an event of the synthetic market for this connection; none if it has not subscribed.
    mutating func encode(_ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink)

    /// Sends frames that are due, such as heartbeats. Called about ten times a second.
    mutating func tick(time: Timestamp, into sink: inout FrameSink)

    /// Notifies the client that the server is about to close the connection.
    mutating func announceEnd(time: Timestamp, into sink: inout FrameSink)

    /// Whether a recorded frame of this stream goes to this connection.
    func subscribes(to stream: RecordedStream) -> Bool
}

extension VenueSimulationSession {
    /// Most venues close without notice.
    public mutating func announceEnd(time: Timestamp, into sink: inout FrameSink) {}

    /// Most venues' servers send nothing on their own.
    public mutating func tick(time: Timestamp, into sink: inout FrameSink) {}
}
