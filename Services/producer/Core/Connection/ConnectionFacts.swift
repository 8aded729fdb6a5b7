import WebSocket

/// The facts that a connection reports. Each becomes one log line and one counter, in one place.
protocol ConnectionFacts: AnyObject, Sendable {
    /// The WebSocket is open.
    func connected(_ connection: String, endpoint: String)
    /// The WebSocket did not open.
    func failedToConnect(_ connection: String, endpoint: String, reason: String)
    /// The WebSocket is closed.
    func disconnected(_ connection: String, reason: WebSocketCloseReason)
    /// A WebSocket that was replaced by its successor is closed.
    func retired(_ connection: String)
    /// A successor is being opened, with the reason.
    func replacing(_ connection: String, why: ConnectionSupervisor.Replacement)
    /// Nothing was received for longer than the feed is ever silent.
    func silent(_ connection: String, milliseconds: Int)
    /// A channel is subscribed again, with the reason.
    func resubscribed(_ connection: String, symbol: String, why: SubscriptionWatch.Reason)
    /// A topic is refused for the first time.
    func refused(_ connection: String, _ refusal: SubscribeLedger.Refusal)
    /// A refused topic was accepted.
    func acceptedAgain(_ connection: String, name: String)
    /// A snapshot is requested because the last one is old.
    func refreshed(_ connection: String, symbol: String)
    /// The counters of a connection's frames. Looked up once per connection, because there are many frames.
    func frameCounters(of connection: String) -> FrameCounters
    /// An application-level ping was sent.
    func sentHeartbeat(_ connection: String)
    /// A REST request failed and will be retried.
    func failedToRequest(_ connection: String, request: String, reason: String)
    /// The venue asked us to wait, with this status and for this long.
    func toldToWait(_ connection: String, endpoint: String, status: Int, seconds: Int)
    /// Something was not queued because the queue is full: `frames` or `requests`.
    func queueFull(_ connection: String, queue: String)
    /// A record could not be passed to Kafka.
    func failedToPublish(_ connection: String, reason: String)
}
