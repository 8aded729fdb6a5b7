/// Opens WebSocket connections to servers.
public struct WebSocketClient: Sendable {
    /// The loop that connections are made on.
    public let loop: EventLoop
    /// The settings of connections made from now on.
    public var options: WebSocketOptions

    /// Makes a client; it costs nothing until it connects.
    public init(loop: EventLoop, options: WebSocketOptions = WebSocketOptions()) {
        self.loop = loop
        self.options = options
    }

    /// Starts to connect to a `ws://` or `wss://` URL and returns at once; the handler hears the outcome.
    ///
    /// The peer's certificate and name are always verified. Throws only for what can never work: a URL that is
    /// none, or a loop that has been stopped.
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
