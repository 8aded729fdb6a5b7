/// The kind of value of a raw record.
public enum RawKind: String, Sendable, CaseIterable {
    /// A text frame of the WebSocket.
    case webSocket = "ws"
    /// A binary frame of the WebSocket; compression by the venue itself is kept.
    case binary = "bin"
    /// The body of a REST answer.
    case rest
    /// Something that happened to the connection; the value is a `ConnectionEvent` as JSON.
    case event
}
