/// Receives the events of a connection. Every method is called on the event loop's thread and must not block.
///
/// A connection keeps its handler until it has called `closed`, which it calls exactly once, also for a connection
/// that never opened.
public protocol WebSocketHandler: AnyObject, Sendable {
    /// The handshake is done; frames may be sent.
    func opened(_ connection: WebSocketConnection)

    /// A whole message arrived. Its bytes are valid during the call only.
    ///
    /// `receiveTime` is the wall clock in nanoseconds since 1970 when the message's last bytes came from the
    /// socket, read before anything was done with them. Text is not checked for being UTF-8.
    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection)

    /// The peer answered a ping.
    func pongReceived(on connection: WebSocketConnection)

    /// The send queue fell to the low-water mark after having been above it.
    func sendable(_ connection: WebSocketConnection)

    /// The connection has ended, or could not be made.
    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason)
}

extension WebSocketHandler {
    /// Does nothing.
    public func pongReceived(on connection: WebSocketConnection) {}

    /// Does nothing.
    public func sendable(_ connection: WebSocketConnection) {}
}
