/// What the value of a raw record is.
public enum RawKind: String, Sendable, CaseIterable {
    /// A frame of the WebSocket.
    case webSocket = "ws"
    /// The body of a REST answer.
    case rest
    /// Something that happened to the connection; the value is a `ConnectionEvent` as JSON.
    case event
}
