/// The headers of a raw record (docs/TOPICS.md). The value is the frame; the key is `<venue>/<source>/<connection>`.
public enum RawHeader {
    /// `ws`, `rest` or `event`.
    public static let kind: StaticString = "kind"
    /// Nanoseconds since 1970 at which our socket had the frame, in decimal.
    public static let receiveTime: StaticString = "ts_recv"
    /// The source: `primary`, `replica`, …
    public static let source: StaticString = "source"
    /// The endpoint that the connection went to.
    public static let endpoint: StaticString = "endpoint"
    /// `spot`, `linear`, `inverse`, `option`: with several venues it is known from the connection alone.
    public static let product: StaticString = "product"
    /// New at every connect: nanoseconds since 1970 at which the session began.
    public static let session: StaticString = "session"
    /// Counts the session's frames from 0, so that a loss before Kafka shows.
    public static let frame: StaticString = "frame"
    /// For `rest`: the path and query that were asked for.
    public static let request: StaticString = "request"
}

/// The values of the header `kind`.
public enum RawKind: String, Sendable, CaseIterable {
    /// A frame of the WebSocket.
    case webSocket = "ws"
    /// The body of a REST answer.
    case rest
    /// Something that happened to the connection; the value is a `ConnectionEvent` as JSON.
    case event
}
