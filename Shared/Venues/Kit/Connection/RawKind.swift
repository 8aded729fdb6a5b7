/// What the value of a raw record is.
public enum RawKind: String, Sendable, CaseIterable {
    /// A frame of the WebSocket that came as text.
    case webSocket = "ws"
    /// A frame of the WebSocket that came as binary: what the venue packed itself stays packed.
    case binary = "bin"
    /// The body of a REST answer.
    case rest
    /// Something that happened to the connection; the value is a `ConnectionEvent` as JSON.
    case event
}
