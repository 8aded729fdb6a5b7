/// Answers the requests of a server. Called on the event loop's thread; must not block.
public protocol HTTPServerHandler: AnyObject, Sendable {
    /// A GET, or a POST where the server takes them; `responder` takes the answer, now or later, on any thread.
    func respond(to request: HTTPRequest, with responder: HTTPResponder)

    /// A request to become a WebSocket connection.
    func upgrade(_ request: HTTPRequest) -> WebSocketUpgrade
}

extension HTTPServerHandler {
    /// Refuses every upgrade with 404.
    public func upgrade(_ request: HTTPRequest) -> WebSocketUpgrade { .refuse(status: 404) }
}

/// What becomes of a request for an upgrade.
public enum WebSocketUpgrade: Sendable {
    /// The connection is accepted, and this handler receives its events.
    case accept(any WebSocketHandler)
    /// The request is answered with this status, such as 403 or 429.
    case refuse(status: UInt32)
}
