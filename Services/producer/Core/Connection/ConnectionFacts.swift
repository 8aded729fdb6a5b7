import WebSocket

/// What a connection has to say: each fact becomes one log line and one counter, in one place.
protocol ConnectionFacts: AnyObject, Sendable {
    /// The WebSocket is open.
    func connected(_ connection: String, endpoint: String)
    /// The WebSocket did not open.
    func failedToConnect(_ connection: String, endpoint: String, reason: String)
    /// The WebSocket is gone.
    func disconnected(_ connection: String, reason: WebSocketCloseReason)
    /// A WebSocket that had given way to its successor is gone.
    func retired(_ connection: String)
    /// A successor is being opened, and why.
    func replacing(_ connection: String, why: ConnectionSupervisor.Replacement)
    /// Nothing arrived for longer than the feed is ever silent.
    func silent(_ connection: String, milliseconds: Int)
    /// A channel is asked for anew, and why.
    func resubscribed(_ connection: String, symbol: String, why: SubscriptionWatch.Reason)
    /// A topic is refused, which is news.
    func refused(_ connection: String, _ refusal: SubscribeLedger.Refusal)
    /// A topic that was refused is accepted.
    func acceptedAgain(_ connection: String, name: String)
    /// A snapshot is asked for because the last one is old.
    func refreshed(_ connection: String, symbol: String)
    /// What counts the frames of a connection: asked for once, for frames are many.
    func frameCounters(of connection: String) -> FrameCounters
    /// An application-level ping went out.
    func sentHeartbeat(_ connection: String)
    /// A REST request failed and will be made again.
    func failedToRequest(_ connection: String, request: String, reason: String)
    /// The venue told us to wait, by this status, for so long.
    func toldToWait(_ connection: String, endpoint: String, status: Int, seconds: Int)
    /// Something was not queued because too much waits: `frames` or `requests`.
    func queueFull(_ connection: String, queue: String)
    /// A record could not be handed to Kafka.
    func failedToPublish(_ connection: String, reason: String)
}
