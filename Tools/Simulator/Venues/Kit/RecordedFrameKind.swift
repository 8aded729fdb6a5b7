import VenueKit

/// What a recorded frame is.
public enum RecordedFrameKind: Sendable, Hashable {
    /// Market data of a stream.
    case stream(RecordedStream)
    /// The body of a book snapshot over REST, in mid-stream; the symbol is empty where the body does not tell.
    case bookSnapshot(symbol: String)
    /// An acknowledgement, a pong: the simulator sends its own.
    case control
}
