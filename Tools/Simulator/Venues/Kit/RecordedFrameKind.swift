import VenueKit

/// The kind of a recorded frame.
public enum RecordedFrameKind: Sendable, Hashable {
    /// Market data of a stream.
    case stream(RecordedStream)
    /// The body of a book snapshot over REST, in mid-stream; the symbol is empty if the body does not contain it.
    case bookSnapshot(symbol: String)
    /// An acknowledgement or a pong: the simulator sends its own.
    case control
}
