public import MarketData
import VenueKit

/// The server's side of one WebSocket connection: its subscriptions and what belongs to the session alone.
public protocol VenueSimulationSession: Sendable {
    /// Whether anything is subscribed.
    var isSubscribed: Bool { get }

    /// Answers a frame of the client: acknowledgements, errors, pongs, and snapshots where the venue starts with one.
    ///
    /// - Parameter market: nil while a recording is played: the snapshots are in the recording.
    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink)

    /// Writes an event of the synthetic market as the frames that this connection gets for it; none where it did not
    /// subscribe.
    mutating func encode(_ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink)

    /// Sends what is due by time: heartbeats. Called about ten times a second.
    mutating func tick(time: Timestamp, into sink: inout FrameSink)

    /// Tells the client that the server is about to close the connection.
    mutating func announceEnd(time: Timestamp, into sink: inout FrameSink)

    /// Whether a recorded frame of this stream goes to this connection.
    func subscribes(to stream: RecordedStream) -> Bool
}

extension VenueSimulationSession {
    /// Most venues close without notice.
    public mutating func announceEnd(time: Timestamp, into sink: inout FrameSink) {}

    /// Most venues' servers send nothing of their own accord.
    public mutating func tick(time: Timestamp, into sink: inout FrameSink) {}
}
