public import Base

/// Opens WebSocket connections to servers.
public struct WebSocketClient: Sendable {
    /// The loop that connections are made on.
    public let loop: EventLoop
    /// The settings of connections made from now on.
    public var options: WebSocketOptions

    /// A client has no state of its own; connections keep the options with which they were opened.
    public init(loop: EventLoop, options: WebSocketOptions = WebSocketOptions()) {
        self.loop = loop
        self.options = options
    }

    /// Starts to connect to a `ws://` or `wss://` URL and returns immediately; the handler receives the outcome.
    ///
    /// The peer's certificate and name are always verified. Throws only if it can never work: for an invalid URL, or a loop
    /// that has been stopped.
    @discardableResult
    public func connect(
        to url: String, headers: [HTTPHeader] = [], handler: any WebSocketHandler
    ) throws(WebSocketError) -> WebSocketConnection {
        let address = try PeerAddress(url, kind: .webSocket)
        let connection = WebSocketConnection(loop: loop, options: options, handler: handler)
        guard loop.post({ connection.connect(to: address, headers: headers) }) else { throw .loopNotRunning }
        return connection
    }
}
